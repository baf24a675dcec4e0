"""Backpropagation through 1D convolutions, without the matrices that they stand for."""

import numpy as np


def forward(x, filters, biases, sigma):
    """x: (n_0,). Returns y_L (n_L,); sigma stands between layers, not after the last."""
    y = x
    for w, b in zip(filters[:-1], biases[:-1], strict=True):
        y = sigma(convolve(y, w) + b)
    return convolve(y, filters[-1]) + biases[-1]


def backprop(x, filters, biases, sigma, sigma_prime):
    """The gradients of y_L: dw, arrays in the shapes of `filters`, and db, a number for each layer."""
    inputs, slopes = [x], [np.ones_like(x)]
    for w, b in zip(filters[:-1], biases[:-1], strict=True):
        z = convolve(inputs[-1], w) + b
        inputs.append(sigma(z))
        slopes.append(sigma_prime(z))
    delta = np.ones(1)
    dw, db = [], []
    for w, y, slope in zip(filters[::-1], inputs[::-1], slopes[::-1], strict=True):
        dw.insert(0, convolve(y, delta))
        db.insert(0, delta.sum())
        delta = transpose_convolve(delta, w) * slope
    return dw, db


def convolve(v, w):
    """A_w v, (n − f + 1,): w slides along v, unflipped."""
    return np.correlate(v, w, "valid")


def transpose_convolve(u, w):
    """A_wᵀ u, (n,): each entry of u adds its multiple of w, one place further on."""
    return np.convolve(u, w, "full")
