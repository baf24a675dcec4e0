"""Backpropagation through 1D convolutions.

Yours to write: forward and backprop. Never form a matrix A_w.
"""

import numpy as np


def forward(x, filters, biases, sigma):
    """
    x: (n_0,). filters: a list of L arrays, (f_1,) to (f_L,). biases: a list of L numbers.
    sigma: a function that is applied to arrays element by element.
    Returns y_L, an array (1,). There is no sigma after the last layer.
    """
    raise NotImplementedError("forward")


def backprop(x, filters, biases, sigma, sigma_prime):
    """
    The arguments of forward, and sigma's derivative, another function of arrays.
    Returns dw, a list of L arrays in the shapes of filters, and db, a list of L numbers.
    """
    raise NotImplementedError("backprop")
