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
        a = np.max(x, axis=1, keepdims=True)
        log_sum = a + np.log(np.sum(np.exp(x - a), axis=1, keepdims=True))
        self.sm = np.exp(x - log_sum)
        self.loss = -np.sum(y * (x - log_sum), axis=1)
        return self.loss

    def derivative(self):
        return self.sm - self.labels
