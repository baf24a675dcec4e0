"""Softmax, its Jacobian, and the gradients of a classifier that ends in it.

Yours to write: three functions.
"""

import numpy as np


def softmax(z):
    """
    z: logits, (k,).
    Returns the probabilities, (k,). Logits may be large.
    """
    raise NotImplementedError("softmax")


def jacobian(z):
    """
    z: logits, (k,).
    Returns (k, k): row i, column j is probability i differentiated by logit j.
    """
    raise NotImplementedError("jacobian")


def gradients(x, y, W, b):
    """
    x: one example, (n,). y: its class, a whole number from 0 to k - 1. W: (k, n). b: (k,).
    Returns the loss -log p_y(W x + b) differentiated by W, (k, n), and by b, (k,).
    """
    raise NotImplementedError("gradients")
