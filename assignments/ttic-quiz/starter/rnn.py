"""A recurrent network.

Parameters are a dict p of arrays: Wxh (s, d), Whh (s, s), bh (s,), Why (m, s), by (m,).
A sequence x is an array (T, d), one step a row; the state before the first step is h0, (s,).
"""

import numpy as np


def unroll(cell, xs, h):
    """
    cell: a function of an input and a state that returns the next state. xs: a list of inputs. h: the first state.
    Returns the list of the states after each input.
    """
    raise NotImplementedError("unroll")


def forward(x, h0, p):
    """Returns the states h, an array (T, s), and the outputs y, an array (T, m)."""
    raise NotImplementedError("forward")


def backward(dy, x, h, h0, p):
    """
    dy: array (T, m), the loss differentiated by each output. x, h0, p: as in forward. h: the states it returned.
    Returns a dict with the gradient of every parameter, by its name.
    """
    raise NotImplementedError("backward")
