"""One step of an LSTM, and its gradient.

Examples are rows: x (n, d), h and C (n, s). U and W are dicts of weights with the keys "f", "i", "o" and "g";
each U[gate] is (d, s) and each W[gate] (s, s). There are no biases.
"""

import numpy as np


def step(x, h, C, U, W):
    """Returns the next h and the next C, both (n, s)."""
    raise NotImplementedError("step")


def step_backward(dh_next, dC_next, x, h, C, U, W):
    """
    dh_next, dC_next: arrays (n, s), the loss differentiated by what step returned. The rest: what step was given.
    Returns dx, dh, dC, arrays, and dU, dW, dicts of arrays, each in the shape of what it belongs to.
    """
    raise NotImplementedError("step_backward")
