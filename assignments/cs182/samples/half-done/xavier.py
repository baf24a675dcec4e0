import numpy as np


def forward_variance(n_in):
    return 1.0 / n_in


def xavier_variance(n_in, n_out):
    return 2.0 / (n_in + n_out)


def forward_normal(n_in, n_out):
    return np.random.randn(n_in, n_out) / np.sqrt(n_in)


def xavier_normal(n_in, n_out):
    return np.random.randn(n_in, n_out) * np.sqrt(xavier_variance(n_in, n_out))


def xavier_uniform(n_in, n_out):
    c = np.sqrt(xavier_variance(n_in, n_out))
    return np.random.uniform(-c, c, size=(n_in, n_out))


def initialize(sizes):
    raise NotImplementedError
