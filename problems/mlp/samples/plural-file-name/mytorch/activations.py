"""Activations: functions of one number, applied to every element of an array."""

import numpy as np


class Activation:
    """A function that keeps its output, `state`, because its derivative is a function of that output."""

    def __init__(self):
        self.state = None

    def __call__(self, x):
        """The same as `forward`."""
        return self.forward(x)

    def forward(self, x):
        """x: any shape. Stores the function's value in `state`, of the same shape, and returns it."""
        raise NotImplementedError

    def derivative(self):
        """The derivative at the last input, element by element, in the shape of `state`."""
        raise NotImplementedError


class Identity(Activation):
    """The function that changes nothing."""

    def forward(self, x):
        self.state = x
        return self.state

    def derivative(self):
        return np.ones_like(self.state, dtype=float)


class Sigmoid(Activation):
    """1 / (1 + e^−x), between 0 and 1."""

    def forward(self, x):
        self.state = 1 / (1 + np.exp(-x))
        return self.state

    def derivative(self):
        return self.state * (1 - self.state)


class Tanh(Activation):
    """(e^x − e^−x) / (e^x + e^−x), between −1 and 1. `np.tanh` does not overflow; the quotient does."""

    def forward(self, x):
        self.state = np.tanh(x)
        return self.state

    def derivative(self):
        return 1 - self.state**2


class ReLU(Activation):
    """x where x is positive, else 0. At 0 its derivative is taken to be 0."""

    def forward(self, x):
        self.state = np.maximum(x, 0)
        return self.state

    def derivative(self):
        return (self.state > 0).astype(float)
