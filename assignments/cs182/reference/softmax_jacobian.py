"""Softmax, its Jacobian, and the gradients of a classifier that ends in it."""

import numpy as np


def softmax(z):
    """z: (k,). Returns probabilities (k,); less the largest logit nothing overflows."""
    e = np.exp(z - z.max())
    return e / e.sum()


def jacobian(z):
    """z: (k,). Returns (k, k): entry i, j is the derivative of probability i by logit j."""
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


def gradients(x, y, W, b):
    """x: (n,). y: a class. W: (k, n). b: (k,). Returns the gradients of −log p_y(W x + b) by W and by b."""
    grad_z = softmax(W @ x + b)
    grad_z[y] -= 1
    return np.outer(grad_z, x), grad_z
