"""Divergence of Gaussian distributions, in nats."""

import numpy as np


def kl(mu0, sigma0, mu1, sigma1):
    """
    mu0, mu1: means, arrays (d,). sigma0, sigma1: covariances, positive definite arrays (d, d).
    Returns KL(N(mu0, sigma0) || N(mu1, sigma1)), a number.
    """
    raise NotImplementedError("kl")


def kl_independent(mu0, var0, mu1, var1):
    """Returns the same for independent components, whose variances are the arrays var0 and var1, (d,)."""
    raise NotImplementedError("kl_independent")
