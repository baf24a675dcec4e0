import numpy as np

rng = np.random.default_rng()


class Dropout:
    def __init__(self, p):
        self.p = p
        self.kept = None

    def forward(self, x, train=True):
        self.kept = rng.binomial(1, self.p if train else 1.0, size=x.shape).astype(float)
        self.scale = np.reciprocal(self.p) if train else 1
        return np.where(self.kept == 1, x, 0.0) * self.scale

    def backward(self, dy):
        return np.multiply(dy * self.scale, self.kept)
