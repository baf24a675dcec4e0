import numpy as np


def softmax(z):
    lse = np.logaddexp.reduce(z)
    return np.exp(z - lse)


def jacobian(z):
    p = softmax(z)
    return p[:, None] * (np.eye(p.size) - p)


def gradients(x, y, W, b):
    p = softmax(np.einsum("ij,j->i", W, x) + b)
    dz = p - (np.arange(len(p)) == y)
    return [dz[:, np.newaxis] @ x[np.newaxis], dz]
