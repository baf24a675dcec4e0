import numpy as np


def A(w, n):
    rows = np.zeros((n - len(w) + 1, n))
    for i in range(rows.shape[0]):
        rows[i, i:i + len(w)] = w
    return rows


def forward(x, filters, biases, sigma):
    L = len(filters)
    y = x
    for l in range(L):
        z = A(filters[l], len(y)) @ y + biases[l]
        y = sigma(z) if l < L - 1 else z
    return y


def backprop(x, filters, biases, sigma, sigma_prime):
    L = len(filters)
    ys = [x]
    zs = []
    for l in range(L):
        z = A(filters[l], len(ys[l])) @ ys[l] + biases[l]
        zs.append(z)
        ys.append(sigma(z) if l < L - 1 else z)

    dw = [None] * L
    db = [None] * L
    delta = np.array([1.0])
    for l in range(L - 1, -1, -1):
        dw[l] = np.correlate(ys[l], delta, mode="valid")
        db[l] = np.sum(delta)
        if l > 0:
            delta = A(filters[l], len(ys[l])).T @ delta * sigma_prime(zs[l - 1])
    return dw, db
