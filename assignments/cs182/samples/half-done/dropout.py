import numpy as np


class Dropout:
    def __init__(self, p):
        self.p = p

    def forward(self, x, train=True):
        if not train:
            return x
        mask = np.random.rand(*x.shape) < self.p
        return x * mask / self.p

    def backward(self, dy):
        # the mask again
        mask = np.random.rand(*dy.shape) < self.p
        return dy * mask / self.p
