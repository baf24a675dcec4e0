"""Calls SoftmaxCrossEntropy on 20 rows of 10 logits with one-hot labels."""

import numpy as np


def forward(handin, rng):
    """Array `loss` (20,): what the call returns."""
    x, y = 2 * rng.standard_normal((20, 10)), _one_hot(rng)
    criterion = _criterion(handin)
    return {"loss": criterion(handin.lend("x", x), handin.lend("y", y)), "_x": x, "_labels": y}


def derivative(handin, rng):
    """Array `derivative` (20, 10): asked after one forward call."""
    x, y = 2 * rng.standard_normal((20, 10)), _one_hot(rng)
    criterion = _criterion(handin)
    criterion(handin.lend("x", x), handin.lend("y", y))
    return {"derivative": criterion.derivative(), "_x": x, "_labels": y}


def large_logits(handin, rng):
    """Arrays `loss` (20,) and `derivative` (20, 10), with logits around −1000, 0 and 1000."""
    far = rng.choice([-1000.0, 0.0, 1000.0], size=(20, 10))
    x, y = far + rng.standard_normal((20, 10)), _one_hot(rng)
    # Whatever the draw: one row that overflows where nothing is subtracted, and one that all underflows.
    x[0], x[1] = x[0] - far[0] + 1000, x[1] - far[1] - 1000
    criterion = _criterion(handin)
    loss = criterion(handin.lend("x", x), handin.lend("y", y))
    return {"loss": loss, "derivative": criterion.derivative(), "_x": x, "_labels": y}


def _criterion(handin):
    return handin.load("mytorch/loss.py").SoftmaxCrossEntropy()


def _one_hot(rng):
    """(20, 10), with a single 1 in each row."""
    return np.eye(10)[rng.integers(10, size=20)]
