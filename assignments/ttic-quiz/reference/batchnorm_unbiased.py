"""Batch normalization by the unbiased variance, without eps, scale or shift."""

import numpy as np


def forward(x):
    """x: (B, J). Returns mu and s, (J,), and the normalized x, (B, J)."""
    mu = x.mean(axis=0)
    s = ((x - mu) ** 2).sum(axis=0) / (len(x) - 1)
    return mu, s, (x - mu) / np.sqrt(s)


def backward(x_hat_grad, x):
    """x_hat_grad: the loss by the normalized x, (B, J). Returns its gradients by x (B, J), mu and s (J,)."""
    mu, s, _ = forward(x)
    direct = x_hat_grad / np.sqrt(s)
    s_grad = -0.5 * ((x - mu) * x_hat_grad).sum(axis=0) * s**-1.5
    # s depends on mu as well, but that path carries the sum of x − mu, which is 0.
    mu_grad = -direct.sum(axis=0)
    x_grad = direct + 2 / (len(x) - 1) * (x - mu) * s_grad + mu_grad / len(x)
    return x_grad, mu_grad, s_grad
