import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def jacobian(z):
    raise NotImplementedError


def gradients(x, y, W, b):
    raise NotImplementedError
