import numpy as np
import math


def softmax(z):
    top = max(z)
    total = 0.0
    for value in z:
        total += math.exp(value - top)
    return np.array([math.exp(value - top) / total for value in z])


def jacobian(z):
    p = softmax(z)
    k = len(p)
    J = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = -p[i] * p[j]
    return J


def gradients(x, y, W, b):
    k, n = W.shape
    z = np.array([b[i] + sum(W[i, j] * x[j] for j in range(n)) for i in range(k)])
    p = softmax(z)
    dz = np.zeros(k)
    for j in range(k):
        dz[j] = p[j] - 1 if j == y else p[j]
    dW = np.zeros((k, n))
    for i in range(k):
        for j in range(n):
            dW[i, j] = dz[i] * x[j]
    return dW, dz
