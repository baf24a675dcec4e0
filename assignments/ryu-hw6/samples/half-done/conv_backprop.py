import numpy as np


def forward(x, filters, biases, sigma):
    L = len(filters)
    y = x
    for l in range(L):
        z = np.correlate(y, filters[l], mode="valid") + biases[l]
        y = sigma(z) if l < L - 1 else z
    return y


def backprop(x, filters, biases, sigma, sigma_prime):
    # TODO
    raise NotImplementedError
