import numpy as np
from math import sqrt


def stats(column):
    m = sum(column) / len(column)
    v = sum((c - m) ** 2 for c in column) / len(column)
    return m, v


def forward(a, gamma, beta, eps):
    y = np.zeros(a.shape)
    for j in range(a.shape[1]):
        m, v = stats([row[j] for row in a])
        for i in range(a.shape[0]):
            y[i][j] = gamma[j] * (a[i][j] - m) / sqrt(v + eps) + beta[j]
    return y


def backward(grad_y, a, gamma, eps):
    M, N = a.shape
    da, dg, db = np.zeros((M, N)), np.zeros(N), np.zeros(N)
    for j in range(N):
        m, v = stats([row[j] for row in a])
        s = sqrt(v + eps)
        dv = dm = 0.0
        for i in range(M):
            h = (a[i][j] - m) / s
            dg[j] += grad_y[i][j] * h
            db[j] += grad_y[i][j]
            dv -= 0.5 * gamma[j] * grad_y[i][j] * (a[i][j] - m) / s ** 3
            dm -= gamma[j] * grad_y[i][j] / s
        for i in range(M):
            da[i][j] = gamma[j] * grad_y[i][j] / s + dv * 2 * (a[i][j] - m) / M + dm / M
    return da, dg, db


def inference(a, gamma, beta, mean, variance, eps):
    rows = []
    for row in a:
        rows.append([g * (x - m) / sqrt(v + eps) + b for x, g, b, m, v in zip(row, gamma, beta, mean, variance)])
    return np.array(rows)
