"""Attention in matrix form: queries Q (l, d), keys K (t, d), values V (t, v), one a row."""

import numpy as np


def softmax(scores):
    """Of each row; the largest score is subtracted first, so that nothing overflows."""
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def attention(Q, K, V):
    """Generalized attention softmax(Q Kᵀ) V, (l, v)."""
    return softmax(Q @ K.T) @ V


def scaled_attention(Q, K, V):
    """The scores are divided by √d. Source: Vaswani et al. 2017, section 3.2.1."""
    return softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V


def bilinear_attention(Q, K, V, W):
    """The score of a query q and a key k is qᵀ W k, with W (e, d). Source: Luong et al. 2015."""
    return softmax(Q @ W @ K.T) @ V


def score_moments(mu, sigma):
    """Mean and variance of qᵀk for independent q, k ~ N(mu, sigma² I), mu (d,)."""
    mean = mu @ mu
    variance = 2 * sigma**2 * (mu @ mu) + len(mu) * sigma**4
    return mean, variance
