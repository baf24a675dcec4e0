import numpy as np


def forward_variance(n_in):
    return 1 / n_in


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def forward_normal(n_in, n_out):
    return [np.random.normal(scale=n_in**-0.5, size=n_out) for _ in range(n_in)]


def xavier_normal(n_in, n_out):
    return (np.sqrt(2 / (n_in + n_out)) * np.random.standard_normal((n_in, n_out))).tolist()


def xavier_uniform(n_in, n_out):
    c = np.sqrt(6 / (n_in + n_out))
    return tuple(np.random.uniform(-c, c, n_out) for _ in range(n_in))


def initialize(sizes):
    return [(xavier_normal(n, m), [0] * m) for n, m in zip(sizes, sizes[1:])]
