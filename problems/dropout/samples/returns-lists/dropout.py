import numpy as np


class Dropout:
    def __init__(self, p):
        self.p = p

    def forward(self, x, train=True):
        self.m = [[(u < self.p) / self.p if train else 1.0 for u in row] for row in np.random.random(x.shape)]
        return [list(np.array(m) * row) for m, row in zip(self.m, x)]

    def backward(self, dy):
        return tuple(np.array(m) * row for m, row in zip(self.m, dy))
