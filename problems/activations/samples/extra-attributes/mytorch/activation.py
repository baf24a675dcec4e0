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

    def __init__(self):
        super().__init__()
        self.name = "sigmoid"
        self.calls = 0
        self.x = None

    def forward(self, x):
        self.calls += 1
        self.x = x
        # stable on both sides
        e = np.exp(-np.abs(x))
        self.state = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.state

    def derivative(self):
        e = np.exp(-np.abs(self.x))
        return e / (1 + e) ** 2


class Tanh(Activation):

    def __init__(self):
        super().__init__()
        self.name = "tanh"
        self.grad = None

    def forward(self, x):
        a, b = np.exp(x), np.exp(-x)
        self.state = (a - b) / (a + b)
        self.grad = 4 / (a + b) ** 2
        return self.state

    def derivative(self):
        return self.grad


class ReLU(Activation):

    def __init__(self):
        super().__init__()
        self.name = "relu"
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        self.state = x * self.mask
        return self.state

    def derivative(self):
        return self.mask.astype(np.float64)
