import numpy as np


def softmax(z):
    z -= z.max()
    np.exp(z, out=z)
    z /= z.sum()
    return z


def jacobian(z):
    p = softmax(z)
    return np.diag(p) - p[:, None] * p[None, :]


def gradients(x, y, W, b):
    b += W @ x
    p = softmax(b)
    p[y] -= 1
    return np.outer(p, x), p
