import random

import numpy as np


class Dropout:
    """One number after the other, and a diary."""

    calls = 0

    def __init__(self, p):
        self.p = p
        self.diary = []
        self.shape = None
        self.factors = None

    def forward(self, x, train=True):
        Dropout.calls += 1
        self.shape = x.shape
        self.factors = []
        out = []
        for value in x.ravel():
            if not train:
                factor = 1.0
            elif random.random() < self.p:
                factor = 1.0 / self.p
            else:
                factor = 0.0
            self.factors.append(factor)
            out.append(value * factor)
        self.diary.append(sum(self.factors) / len(self.factors))
        return np.array(out).reshape(self.shape)

    def backward(self, dy):
        out, i = np.zeros(self.shape), 0
        flat = dy.ravel()
        while i < len(self.factors):
            out.flat[i] = flat[i] * self.factors[i]
        return out
