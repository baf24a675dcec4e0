"""Transposed convolution of an image of one channel, and its gradients. Source: Dumoulin & Visin 2016."""

import numpy as np


def transposed_conv(x, w, stride=1, padding=0):
    """Each x[i, j] adds x[i, j] · w at stride · (i, j); then padding is cut off each side."""
    (n, m), (k, q) = x.shape, w.shape
    y = np.zeros((stride * (n - 1) + k, stride * (m - 1) + q))
    for i, j in np.ndindex(n, m):
        y[stride * i : stride * i + k, stride * j : stride * j + q] += x[i, j] * w
    return y[padding : y.shape[0] - padding, padding : y.shape[1] - padding]


def backward(dy, x, w, stride=1, padding=0):
    """dx and dw from dy, which has the shape of the output: each window of it meets one x[i, j]."""
    (n, m), (k, q) = x.shape, w.shape
    dy = np.pad(dy, padding)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j in np.ndindex(n, m):
        window = dy[stride * i : stride * i + k, stride * j : stride * j + q]
        dx[i, j] = np.sum(window * w)
        dw += x[i, j] * window
    return dx, dw
