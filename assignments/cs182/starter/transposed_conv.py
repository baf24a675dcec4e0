"""Transposed convolution of one image x (n, m), one channel, with a kernel w (k, q)."""

import numpy as np


def transposed_conv(x, w, stride=1, padding=0):
    """Returns an array (stride (n - 1) + k - 2 padding, stride (m - 1) + q - 2 padding)."""
    raise NotImplementedError("transposed_conv")


def backward(dy, x, w, stride=1, padding=0):
    """dy: array of the output's shape. Returns dx, in the shape of x, and dw, in the shape of w."""
    raise NotImplementedError("backward")
