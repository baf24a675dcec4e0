"""Divergence of Gaussian distributions, in nats."""

import numpy as np


def kl(mu0, sigma0, mu1, sigma1):
    """KL(N(mu0, sigma0) ‖ N(mu1, sigma1)) for positive definite covariances (d, d)."""
    difference = mu1 - mu0
    trace = np.trace(np.linalg.solve(sigma1, sigma0))
    distance = difference @ np.linalg.solve(sigma1, difference)
    # A determinant of many dimensions overflows; its logarithm does not.
    log_ratio = np.linalg.slogdet(sigma1)[1] - np.linalg.slogdet(sigma0)[1]
    return 0.5 * (trace + distance - len(mu0) + log_ratio)


def kl_independent(mu0, var0, mu1, var1):
    """The same for independent components with variances (d,): a sum over the components."""
    return 0.5 * np.sum(var0 / var1 + (mu1 - mu0) ** 2 / var1 - 1 + np.log(var1 / var0))
