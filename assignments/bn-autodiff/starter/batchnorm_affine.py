"""Batch normalization with a scale and a shift.

Yours to write: forward, backward and inference.
"""

import numpy as np


def forward(a, gamma, beta, eps):
    """
    a: the outputs of the layer before for a batch, (M, N), one example a row.
    gamma, beta: (N,). eps: a small number.
    Returns y, (M, N), normalized by the mean and variance of this batch.
    """
    raise NotImplementedError("forward")


def backward(grad_y, a, gamma, eps):
    """
    grad_y: the loss differentiated by y, (M, N). a, gamma, eps: as forward had them.
    Returns three arrays: the loss differentiated by a (M, N), by gamma (N,) and by beta (N,).
    """
    raise NotImplementedError("backward")


def inference(a, gamma, beta, mean, variance, eps):
    """
    a: (rows, N), where there may be only one row. mean, variance: (N,), kept from training.
    Returns y, shaped as a.
    """
    raise NotImplementedError("inference")
