import numpy as np


def matrix(w, n):
    out = np.zeros((n - len(w) + 1, n))
    for i, row in enumerate(out):
        row[i:i + len(w)] = w
    return out


def convolve(x, w, padding):
    return matrix(w, len(x) + 2 * padding)[:, padding:padding + len(x)] @ x


def backward(grad_y, x, w):
    dw = np.zeros(len(w))
    for i, d in enumerate(grad_y):
        x[i:i + len(w)] *= d
        dw += x[i:i + len(w)]
        x[i:i + len(w)] /= d
    dx = matrix(w, len(x)).T @ grad_y
    return dx, dw
