import numpy as np


class Activation(object):

    def __init__(self):
        self.state = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplementedError

    def derivative(self):
        raise NotImplementedError


class Identity(Activation):

    def forward(self, x):
        self.state = x
        return x

    def derivative(self):
        return np.ones(self.state.shape)


class Sigmoid(Activation):

    def forward(self, x):
        self.state = x
        return 1 / (1 + np.exp(-x))

    def derivative(self):
        s = self.forward(self.state)
        return s * (1 - s)


class Tanh(Activation):

    def forward(self, x):
        self.state = x
        return np.tanh(x)

    def derivative(self):
        return 1 - np.tanh(self.state) ** 2


class ReLU(Activation):

    def forward(self, x):
        self.state = x
        return np.maximum(0, x)

    def derivative(self):
        return np.where(self.state > 0, 1.0, 0.0)
