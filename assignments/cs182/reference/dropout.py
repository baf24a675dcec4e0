"""Inverted dropout: p is the probability of keeping a unit. Source: Srivastava et al. 2014, section 10."""

import numpy as np


class Dropout:
    """mask: what the last forward multiplied by, 0 or 1/p each."""

    def __init__(self, p):
        self.p = p
        self.mask = None

    def forward(self, x, train=True):
        """Each entry of x is dropped or divided by p, independently of the others; for inference none is."""
        self.mask = (np.random.rand(*x.shape) < self.p) / self.p if train else np.ones(x.shape)
        return x * self.mask

    def backward(self, dy):
        """The loss differentiated by the last forward's x, from that by its output."""
        return dy * self.mask
