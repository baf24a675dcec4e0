"""Activations: functions of one number, applied to every element of an array.

Yours to write: forward and derivative of Sigmoid, Tanh and ReLU. Identity shows how.
"""

import numpy as np


class Activation:
    """What all activations share. You need not change this class."""

    def __init__(self):
        # The output of the last forward pass. Every derivative below can be written with it alone.
        self.state = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        """x: an array of any shape. Stores the function's value in self.state and returns it."""
        raise NotImplementedError

    def derivative(self):
        """Returns the derivative at the last input: an array of the shape of self.state."""
        raise NotImplementedError


class Identity(Activation):
    """The function that changes nothing: given, as an example."""

    def forward(self, x):
        self.state = x
        return x

    def derivative(self):
        return np.ones(self.state.shape)


class Sigmoid(Activation):
    """S(z) = 1 / (1 + e^-z)."""

    def forward(self, x):
        raise NotImplementedError("Sigmoid.forward")

    def derivative(self):
        raise NotImplementedError("Sigmoid.derivative")


class Tanh(Activation):
    """tanh(z) = (e^z - e^-z) / (e^z + e^-z)."""

    def forward(self, x):
        raise NotImplementedError("Tanh.forward")

    def derivative(self):
        raise NotImplementedError("Tanh.derivative")


class ReLU(Activation):
    """R(z) = z where z > 0, else 0. In this homework its derivative at 0 is 0."""

    def forward(self, x):
        raise NotImplementedError("ReLU.forward")

    def derivative(self):
        raise NotImplementedError("ReLU.derivative")
