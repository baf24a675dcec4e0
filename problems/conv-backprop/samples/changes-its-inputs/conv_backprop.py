import numpy as np


def forward(x, filters, biases, sigma):
    for w, b in zip(filters[:-1], biases):
        x = np.correlate(x, w)
        x += b
        x[:] = sigma(x)
    return np.correlate(x, filters[-1]) + biases[-1]


def backprop(x, filters, biases, sigma, sigma_prime):
    dw, db = [], []
    z = [x]
    y = [x]
    for w, b in zip(filters, biases):
        z.append(np.correlate(y[-1], w) + b)
        y.append(sigma(z[-1]))
    delta = np.ones(1)
    filters.reverse()
    for i, w in enumerate(filters):
        below = len(filters) - 1 - i
        dw.append(np.correlate(y[below], delta))
        db.append(delta.sum())
        # correlating with the reversed filter, reversed where it is
        w[:] = w[::-1]
        delta = np.correlate(delta, w, "full") if len(delta) >= len(w) else np.correlate(w, delta, "full")[::-1]
        delta = delta * sigma_prime(z[below])
    dw.reverse()
    db.reverse()
    return dw, db
