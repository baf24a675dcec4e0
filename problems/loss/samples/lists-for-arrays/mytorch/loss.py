import math

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
        losses, probs = [], []
        for row, label in zip(x, y):
            top = max(row)
            total = sum(math.exp(v - top) for v in row)
            probs.append([math.exp(v - top) / total for v in row])
            right = list(label).index(1)
            losses.append(top + math.log(total) - row[right])
        self.sm = probs
        self.loss = losses
        return self.loss

    def derivative(self):
        out = np.zeros((len(self.sm), len(self.sm[0])))
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                out[i, j] = self.sm[i][j] - self.labels[i][j]
        return out
