import numpy as np


def debug(where, a):
    for i in range(len(a)):
        for j in range(len(a[i])):
            print("%s [%d, %d] = %r" % (where, i, j, a[i, j]))


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
        debug(type(self).__name__ + '.forward', x)
        self.state = x
        return x

    def derivative(self):
        debug(type(self).__name__ + '.derivative', self.state)
        return np.ones(self.state.shape)


class Sigmoid(Activation):

    def forward(self, x):
        debug(type(self).__name__ + '.forward', x)
        self.state = 1 / (1 + np.exp(-x))
        return self.state

    def derivative(self):
        debug(type(self).__name__ + '.derivative', self.state)
        return self.state * (1 - self.state)


class Tanh(Activation):

    def forward(self, x):
        debug(type(self).__name__ + '.forward', x)
        self.state = np.tanh(x)
        return self.state

    def derivative(self):
        debug(type(self).__name__ + '.derivative', self.state)
        return 1 - self.state ** 2


class ReLU(Activation):

    def forward(self, x):
        debug(type(self).__name__ + '.forward', x)
        self.state = np.maximum(0, x)
        return self.state

    def derivative(self):
        debug(type(self).__name__ + '.derivative', self.state)
        return np.where(self.state > 0, 1.0, 0.0)
