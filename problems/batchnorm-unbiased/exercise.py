"""Normalizes a batch of 10 examples with 6 features, and differentiates that."""

import numpy as np

FILE = "batchnorm_unbiased.py"
EXAMPLES = 10

SPREAD = np.array([0.01, 0.3, 0.7, 1.0, 2.0, 5.0])
"""The first feature hardly varies: there, anything added to its variance shows."""


def forward(handin, rng):
    """Arrays `mu` and `s` (6,) and `x_hat` (10, 6)."""
    x = _draw(rng)
    mu, s, x_hat = handin.load(FILE).forward(handin.lend("x", x))
    return {"mu": mu, "s": s, "x_hat": x_hat, "_x": x}


def s_grad(handin, rng):
    return _gradient(handin, rng, "s_grad")


def mu_grad(handin, rng):
    return _gradient(handin, rng, "mu_grad")


def x_grad(handin, rng):
    return _gradient(handin, rng, "x_grad")


def _gradient(handin, rng, name):
    """One of `x_grad` (10, 6), `mu_grad` and `s_grad` (6,)."""
    x, x_hat_grad = _draw(rng), rng.standard_normal((EXAMPLES, SPREAD.size))
    backward = handin.load(FILE).backward
    x_grad, mu_grad, s_grad = backward(handin.lend("x_hat_grad", x_hat_grad), handin.lend("x", x))
    found = {"x_grad": x_grad, "mu_grad": mu_grad, "s_grad": s_grad}
    return {name: found[name], "_x": x, "_x_hat_grad": x_hat_grad}


def _draw(rng):
    return rng.standard_normal(SPREAD.size) + SPREAD * rng.standard_normal((EXAMPLES, SPREAD.size))
