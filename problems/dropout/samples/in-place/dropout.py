import numpy as np


class Dropout:
    def __init__(self, p):
        self.p = p
        self.dropped = None
        self.training = None

    def forward(self, x, train=True):
        y = x.copy()
        self.training = train
        if train:
            self.dropped = np.nonzero(np.random.uniform(size=y.size) >= self.p)[0]
            y.flat[self.dropped] = 0
            y /= self.p
        return y

    def backward(self, dy):
        dx = dy.copy()
        if self.training:
            dx /= self.p
            np.put(dx, self.dropped, 0)
        return dx
