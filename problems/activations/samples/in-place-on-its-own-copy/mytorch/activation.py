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
        out = np.negative(x)
        np.exp(out, out=out)
        out += 1
        self.state = np.reciprocal(out, out=out)
        return self.state

    def derivative(self):
        d = self.state.copy()
        d *= 1 - self.state
        return d


class Tanh(Activation):

    def forward(self, x):
        self.state = np.array(x)
        np.tanh(self.state, out=self.state)
        return self.state

    def derivative(self):
        d = self.state * self.state
        d *= -1
        d += 1
        return d


class ReLU(Activation):

    def forward(self, x):
        self.state = x.copy()
        self.state[self.state <= 0] = 0
        return self.state

    def derivative(self):
        d = np.zeros_like(self.state)
        d[self.state > 0] = 1
        return d
