import math

import numpy as np


class Coupling:
    """Keeps what it computed, which nobody asks for."""

    def __init__(self, d, s, t):
        self.d, self.s, self.t = d, s, t
        self.scales, self.shifts, self.calls = None, None, 0

    def functions(self, row):
        # s and t want a batch: one of a single row
        self.scales = [float(v) for v in self.s(row[None, : self.d]
        if self.t is not None:
            self.shifts = [float(v) for v in self.t(row[None, : self.d])[0]]
        self.calls += 1

    def there(self, row):
        self.functions(row)
        out = np.array(row)
        i = self.d
        while i < len(row):
            out[i] = row[i] * math.exp(self.scales[i - self.d]) + self.shifts[i - self.d]
            i += 1
        return out

    def back(self, row):
        self.functions(row)
        out = np.array(row)
        for i in range(self.d, len(row)):
            out[i] = (row[i] - self.shifts[i - self.d]) / math.exp(self.scales[i - self.d])
        return out

    def log_det(self, row):
        self.functions(row)
        total, i = 0.0, len(self.scales) - 1
        while i >= 0:
            total += self.scales[i]
            i -= 1
        return total


def forward(z, d, s, t):
    layer = Coupling(d, s, t)
    return np.array([layer.there(row) for row in z])


def inverse(x, d, s, t):
    layer = Coupling(d, s, t)
    return np.array([layer.back(row) for row in x])


def log_det(z, d, s):
    layer = Coupling(d, s, None)
    return np.array([layer.log_det(row) for row in z])


def log_likelihood(x, d, s, t):
    layer = Coupling(d, s, t)
    out = []
    for row in x:
        z = layer.back(row)
        density = 0.0
        for v in z:
            density += -v * v / 2 - math.log(math.sqrt(2 * math.pi))
        out.append(density - layer.log_det(row))
    return np.array(out)
