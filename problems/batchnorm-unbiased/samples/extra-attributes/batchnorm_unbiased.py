import numpy as np


class Tensor:
    """A value, and a gradient that begins as zeros; and a name, for whoever debugs it."""

    def __init__(self, name, value):
        self.name = name
        self.value = np.asarray(value, dtype=np.float64)
        self.grad = np.zeros_like(self.value)

    def __repr__(self):
        return self.name


def run(x):
    B = len(x)
    x, mu = Tensor("x", x), Tensor("mu", np.zeros(x.shape[1]))
    for b in range(B - 1, -1, -1):
        mu.value += x.value[b] / B
    s = Tensor("s", np.zeros_like(mu.value))
    for b in range(B - 1, -1, -1):
        s.value += (x.value[b] - mu.value) ** 2 / (B - 1)
    return x, mu, s


def forward(x):
    x, mu, s = run(x)
    return mu.value, s.value, (x.value - mu.value) * s.value**-0.5


def backward(x_hat_grad, x):
    B = len(x)
    x, mu, s = run(x)
    for b in range(B - 1, -1, -1):
        x.grad[b] += x_hat_grad[b] / np.sqrt(s.value)
        mu.grad -= x_hat_grad[b] / np.sqrt(s.value)
        s.grad -= 0.5 * (x.value[b] - mu.value) * s.value**-1.5 * x_hat_grad[b]
    for b in range(B - 1, -1, -1):
        x.grad[b] += 2 / (B - 1) * (x.value[b] - mu.value) * s.grad
        mu.grad -= 2 / (B - 1) * (x.value[b] - mu.value) * s.grad
    x.grad += mu.grad / B
    return x.grad, mu.grad, s.grad
