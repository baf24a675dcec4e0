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
        self.calls = 0
        self.mean_loss = []

    def total(self, a):
        s = np.zeros(len(a), dtype=np.longdouble)
        for column in a.T[::-1]:
            s += column
        return s[:, None]

    def forward(self, x, y):
        self.calls += 1
        self.logits, self.labels = x, y
        z = x.astype(np.longdouble)
        z -= z.max(axis=1, keepdims=True)
        self.log_sum = np.log(self.total(np.exp(z)))
        self.sm = np.exp(z - self.log_sum).astype(np.float64)
        self.loss = self.total(y * (self.log_sum - z))[:, 0].astype(np.float64)
        self.mean_loss.append(self.loss.mean())
        return self.loss

    def derivative(self):
        return np.add(-1.0 * self.labels, self.sm)
