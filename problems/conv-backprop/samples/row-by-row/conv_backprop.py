import numpy as np


def conv(v, w):
    out = np.zeros(len(v) - len(w) + 1)
    for i in range(len(out)):
        row = np.zeros(len(v))
        row[i:i + len(w)] = w
        out[i] = row @ v
    return out


def forward(x, filters, biases, sigma):
    L = len(filters)
    y = x
    for l in range(L):
        z = conv(y, filters[l]) + biases[l]
        y = sigma(z) if l < L - 1 else z
    return y


def backprop(x, filters, biases, sigma, sigma_prime):
    L = len(filters)
    ys = [x]
    zs = []
    for l in range(L):
        z = conv(ys[l], filters[l]) + biases[l]
        zs.append(z)
        ys.append(sigma(z) if l < L - 1 else z)

    dw = [None] * L
    db = [None] * L
    delta = np.array([1.0])
    for l in range(L - 1, -1, -1):
        dw[l] = conv(ys[l], delta)
        db[l] = np.sum(delta)
        if l > 0:
            delta = np.convolve(delta, filters[l]) * sigma_prime(zs[l - 1])
    return dw, db
