import numpy as np


class Batch:
    """What a batch was like, and when."""

    seen = 0

    def __init__(self, a, eps):
        Batch.seen += 1
        self.number = Batch.seen
        self.a = np.array(a, dtype=np.float64)
        self.M = np.float64(len(a))
        self.mean = total(self.a) / self.M
        self.variance = total(self.a**2) / self.M - self.mean**2
        self.scale = (self.variance + np.float64(eps)) ** -0.5
        self.hat = (self.a - self.mean) * self.scale


def total(rows):
    s = np.zeros(rows.shape[1], dtype=np.float64)
    for row in rows[::-1]:
        s += row
    return s


def forward(a, gamma, beta, eps):
    y = Batch(a, eps).hat
    y *= gamma
    y += beta
    return y


def backward(grad_y, a, gamma, eps):
    batch = Batch(a, eps)
    d = grad_y * gamma
    d_a = d - total(d) / batch.M
    d_a -= batch.hat * total(d * batch.hat) / batch.M
    d_a *= batch.scale
    return d_a, total(grad_y * batch.hat), total(grad_y)


def inference(a, gamma, beta, mean, variance, eps):
    scale = gamma / np.sqrt(variance + eps)
    return a * scale + (beta - mean * scale)
