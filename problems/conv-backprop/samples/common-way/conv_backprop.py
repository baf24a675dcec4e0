import numpy as np


def forward(x, filters, biases, sigma):
    L = len(filters)
    y = x
    for l in range(L):
        z = np.correlate(y, filters[l], mode="valid") + biases[l]
        y = sigma(z) if l < L - 1 else z
    return y


def backprop(x, filters, biases, sigma, sigma_prime):
    L = len(filters)
    ys = [x]
    zs = []
    for l in range(L):
        z = np.correlate(ys[l], filters[l], mode="valid") + biases[l]
        zs.append(z)
        ys.append(sigma(z) if l < L - 1 else z)

    dw = [None] * L
    db = [None] * L
    delta = np.array([1.0])
    for l in range(L - 1, -1, -1):
        dw[l] = np.correlate(ys[l], delta, mode="valid")
        db[l] = np.sum(delta)
        if l > 0:
            delta = np.convolve(delta, filters[l]) * sigma_prime(zs[l - 1])
    return dw, db
