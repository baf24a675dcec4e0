import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def times_A(w, v):
    return np.einsum("ij,j->i", sliding_window_view(v, len(w)), w)


def forward(x, filters, biases, sigma):
    y = times_A(filters[0], x) + biases[0]
    if len(filters) == 1:
        return y
    return forward(sigma(y), filters[1:], biases[1:], sigma)


def down(x, filters, biases, sigma, sigma_prime):
    """The gradients by this layer's filter and bias and those above, and by x."""
    w = filters[0]
    n = len(x) - len(w) + 1
    if len(filters) == 1:
        delta, dw, db = np.ones(n), (), ()
    else:
        z = times_A(w, x) + biases[0]
        dw, db, dy = down(sigma(z), filters[1:], biases[1:], sigma, sigma_prime)
        delta = dy * sigma_prime(z)
    dx = np.zeros(len(x))
    if len(w) < n:
        for j in range(len(w)):
            dx[j : j + n] += w[j] * delta
    else:
        for i in range(n):
            dx[i : i + len(w)] += w * delta[i]
    mine = np.einsum("i,ji->j", delta, sliding_window_view(x, n))
    return (mine,) + tuple(dw), (np.array(delta.sum()),) + tuple(db), dx


def backprop(x, filters, biases, sigma, sigma_prime):
    dw, db, _ = down(x, filters, biases, sigma, sigma_prime)
    return dw, db
