"""Attention in matrix form. Queries, keys and values are rows: Q (l, d), K (t, d), V (t, v)."""

import numpy as np


def attention(Q, K, V):
    """Returns softmax(Q K^T) V, an array (l, v); the softmax is over the keys."""
    raise NotImplementedError("attention")


def scaled_attention(Q, K, V):
    """Returns the same, (l, v), with every score divided by the square root of d."""
    raise NotImplementedError("scaled_attention")


def bilinear_attention(Q, K, V, W):
    """Q is (l, e) here, and W is (e, d). Returns (l, v), with the score q^T W k of a query q and a key k."""
    raise NotImplementedError("bilinear_attention")


def score_moments(mu, sigma):
    """
    mu: array (d,). sigma: a positive number.
    Returns two numbers: mean and variance of q^T k for independent q and k, both drawn from N(mu, sigma^2 I).
    """
    raise NotImplementedError("score_moments")
