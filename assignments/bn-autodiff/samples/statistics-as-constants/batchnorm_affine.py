"""Batch normalization with a scale and a shift. Source: Ioffe & Szegedy 2015, section 3."""

import numpy as np


def forward(a, gamma, beta, eps):
    """a: (M, N). gamma, beta: (N,). Returns y (M, N), normalized by the batch's own statistics."""
    centred, root = statistics(a, eps)
    return gamma * centred / root + beta


def backward(grad_y, a, gamma, eps):
    """grad_y: the loss by y, (M, N). Returns grad_a (M, N), grad_gamma (N,) and grad_beta (N,)."""
    size = len(a)
    centred, root = statistics(a, eps)
    grad_hat = grad_y * gamma
    grad_variance = -0.5 * (grad_hat * centred).sum(axis=0) / root**3
    grad_mean = -grad_hat.sum(axis=0) / root
    grad_a = grad_hat / root
    return grad_a, (grad_y * centred / root).sum(axis=0), grad_y.sum(axis=0)


def inference(a, gamma, beta, mean, variance, eps):
    """a: (any number of rows, N). mean, variance: (N,), gathered in training. Returns y, shaped as a."""
    return gamma * (a - mean) / np.sqrt(variance + eps) + beta


def statistics(a, eps):
    """a less its mean, and the root of its variance, which is the biased one: divided by M."""
    return a - a.mean(axis=0), np.sqrt(a.var(axis=0) + eps)
