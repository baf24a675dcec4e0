"""Calls each activation on one batch and hands over its `state` or its `derivative()`."""

import numpy as np


def sigmoid_forward(handin, rng):
    return _forward(handin, "Sigmoid", _ordinary(rng))


def sigmoid_derivative(handin, rng):
    return _derivative(handin, "Sigmoid", _ordinary(rng))


def tanh_forward(handin, rng):
    return _forward(handin, "Tanh", _ordinary(rng))


def tanh_derivative(handin, rng):
    return _derivative(handin, "Tanh", _ordinary(rng))


def relu_forward(handin, rng):
    return _forward(handin, "ReLU", _with_zeros(rng))


def relu_derivative(handin, rng):
    return _derivative(handin, "ReLU", _with_zeros(rng))


def returned(handin, rng):
    """Array `returned` (20, 10) of each: networks use what a call returns, not `state`."""
    module, x = handin.load("mytorch/activation.py"), _ordinary(rng)
    activations = {name: getattr(module, name)() for name in ("Sigmoid", "Tanh", "ReLU")}
    return {name: {"returned": one(x.copy()), "_x": x} for name, one in activations.items()}


def _forward(handin, name, x):
    """Array `state` (20, 10): what the activation keeps after a call."""
    activation = getattr(handin.load("mytorch/activation.py"), name)()
    activation(handin.lend("x", x))
    return {"state": activation.state, "_x": x}


def _derivative(handin, name, x):
    """Array `derivative` (20, 10): asked after one forward call."""
    activation = getattr(handin.load("mytorch/activation.py"), name)()
    activation(handin.lend("x", x))
    return {"derivative": activation.derivative(), "_x": x, "_out": activation.state}


def _ordinary(rng):
    """(20, 10), of both signs and on both sides of ±1, where wrong derivatives part from right ones."""
    return 2 * rng.standard_normal((20, 10))


def _with_zeros(rng):
    """The same, with a row of zeros and a row of negative zeros: there the derivative is 0."""
    x = _ordinary(rng)
    x[3] = 0.0
    x[7] = np.negative(0.0)
    return x
