"""A one-dimensional convolution as a matrix, and its backward pass.

Yours to write: three functions.
"""

import numpy as np


def matrix(w, n):
    """
    w: a filter, (k,). n: the length of the input, at least k.
    Returns the matrix (n - k + 1, n) whose product with any input is its convolution with w.
    """
    raise NotImplementedError("matrix")


def convolve(x, w, padding):
    """
    x: (n,). w: (k,). padding: how many zeros to put before x, and how many after.
    Returns the convolution of the padded x with w, (n + 2 * padding - k + 1,).
    """
    raise NotImplementedError("convolve")


def backward(grad_y, x, w):
    """
    grad_y: the loss differentiated by the convolution of x with w without padding, (n - k + 1,).
    Returns the loss differentiated by x, (n,), and by w, (k,).
    """
    raise NotImplementedError("backward")
