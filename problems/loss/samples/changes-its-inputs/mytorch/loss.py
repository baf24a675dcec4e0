import numpy as np


class Criterion(object):

    def __init__(self):
        self.logits = None
        self.labels = None
        self.loss = None

    def __call__(self, x, y):
        return self.forward(x, y)

    def forward(self, x, y):
        raise NotImplementedError

    def derivative(self):
        raise NotImplementedError


class SoftmaxCrossEntropy(Criterion):

    def __init__(self):
        super().__init__()
        self.sm = None

    def forward(self, x, y):
        self.logits = x
        self.labels = y
        x -= np.max(x, axis=1, keepdims=True)
        np.exp(x, out=x)
        x /= np.sum(x, axis=1, keepdims=True)
        self.sm = x
        self.loss = -np.log(np.sum(x * y, axis=1))
        return self.loss

    def derivative(self):
        self.sm -= self.labels
        return self.sm
