"""Inverted dropout."""

import numpy as np


class Dropout:
    def __init__(self, p):
        """p: the probability of KEEPING an entry, above 0 and at most 1."""
        self.p = p

    def forward(self, x, train=True):
        """
        x: array (m, n). Returns an array of its shape.
        In training every entry is dropped or scaled, by chance; for inference (train=False) x comes out as it is.
        """
        raise NotImplementedError("forward")

    def backward(self, dy):
        """dy: the loss differentiated by what the last forward returned. Returns it differentiated by its x."""
        raise NotImplementedError("backward")
