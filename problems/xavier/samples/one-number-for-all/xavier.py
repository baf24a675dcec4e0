import numpy as np


def forward_variance(n_in):
    return 1 / n_in


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def pattern(n_in, n_out, variance):
    W = np.full((n_in, n_out), np.sqrt(variance))
    W[::2, ::2] *= -1
    W[1::2, 1::2] *= -1
    return W


def forward_normal(n_in, n_out):
    return pattern(n_in, n_out, forward_variance(n_in))


def xavier_normal(n_in, n_out):
    return pattern(n_in, n_out, xavier_variance(n_in, n_out))


xavier_uniform = xavier_normal


def initialize(sizes):
    return [(xavier_normal(n, m), np.zeros(m)) for n, m in zip(sizes, sizes[1:])]
