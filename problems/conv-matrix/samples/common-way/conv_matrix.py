import numpy as np


def matrix(w, n):
    k = w.shape[0]
    W = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        for j in range(k):
            W[i, i + j] = w[j]
    return W


def convolve(x, w, padding):
    x = np.concatenate([np.zeros(padding), x, np.zeros(padding)])
    return matrix(w, len(x)).dot(x)


def backward(grad_y, x, w):
    k = len(w)
    padded = np.concatenate([np.zeros(k - 1), grad_y, np.zeros(k - 1)])
    dx = matrix(w[::-1], len(padded)).dot(padded)
    dw = matrix(grad_y, len(x)).dot(x)
    return dx, dw
