import numpy as np


def matrix(w, n):
    rows = []
    for i in range(n - len(w) + 1):
        rows.append([float(w[m - i]) if 0 <= m - i < len(w) else 0.0 for m in range(n)])
    return np.array(rows)


def convolve(x, w, padding):
    y = []
    for i in range(-padding, len(x) + padding - len(w) + 1):
        total = 0.0
        for j in range(len(w)):
            if 0 <= i + j < len(x):
                total += w[j] * x[i + j]
        y.append(total)
    return np.array(y)


def backward(grad_y, x, w):
    gx, gw = np.zeros(len(x)), np.zeros(len(w))
    for i in range(len(grad_y)):
        for j in range(len(w)):
            gx[i + j] += grad_y[i] * w[j]
            gw[j] += grad_y[i] * x[i + j]
    return [gx, gw]
