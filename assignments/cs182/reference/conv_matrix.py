"""A one-dimensional convolution as a matrix, and its backward pass. Filters slide unflipped."""

import numpy as np


def matrix(w, n):
    """w: (k,). Returns (n − k + 1, n): each row holds w, one place further on than the row above."""
    k = len(w)
    rows = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        rows[i, i : i + k] = w
    return rows


def convolve(x, w, padding):
    """x: (n,). w: (k,). Returns (n + 2 padding − k + 1,)."""
    padded = np.pad(x, padding)
    return matrix(w, len(padded)) @ padded


def backward(grad_y, x, w):
    """grad_y: the loss by the output without padding, (n − k + 1,). Returns its gradients by x and by w."""
    # The transposed matrix times grad_y, and the matrix that has grad_y for its filter times x.
    return np.convolve(grad_y, w), np.correlate(x, grad_y, "valid")
