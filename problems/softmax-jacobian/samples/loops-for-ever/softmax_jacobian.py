import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def jacobian(z):
    p = softmax(z)
    J = np.zeros((len(p), len(p)))
    i = 0
    while i < len(p):
        J[i] = -p[i] * p
        J[i, i] = p[i] * (1 - p[i])
    return J


def gradients(x, y, W, b):
    p = softmax(np.dot(W, x) + b)
    onehot = np.zeros(len(b))
    onehot[y] = 1
    dz = p - onehot
    return np.outer(dz, x), dz
