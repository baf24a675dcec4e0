import math

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


def each(f, a):
    out = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i][j] = f(a[i][j])
    return out


class Sigmoid(Activation):

    def forward(self, x):
        self.state = each(lambda v: 1 / (1 + math.exp(-v)), x)
        return self.state

    def derivative(self):
        return each(lambda s: s * (1 - s), self.state)


class Tanh(Activation):

    def forward(self, x):
        self.state = each(math.tanh, x)
        return self.state

    def derivative(self):
        return each(lambda s: 1 - s * s, self.state)


class ReLU(Activation):

    def forward(self, x):
        self.state = each(lambda v: v if v > 0 else 0, x)
        return self.state

    def derivative(self):
        return each(lambda s: 1 if s > 0 else 0, self.state)
