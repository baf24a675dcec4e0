import numpy as np


def forward_variance(n_in):
    return n_in**-1


def xavier_variance(n_in, n_out):
    return 1 / np.mean([n_in, n_out])


def standard(n):
    radius = np.sqrt(-2 * np.log(1 - np.random.random_sample(n)))
    return radius * np.cos(2 * np.pi * np.random.random_sample(n))


def forward_normal(n_in, n_out):
    return standard(n_in * n_out).reshape(n_in, n_out) * forward_variance(n_in) ** 0.5


def xavier_normal(n_in, n_out):
    W = standard(n_in * n_out)
    W *= np.sqrt(xavier_variance(n_in, n_out))
    return W.reshape(n_out, n_in).T


def xavier_uniform(n_in, n_out):
    W = np.random.random_sample((n_in, n_out))
    W -= 0.5
    W *= np.sqrt(12 * xavier_variance(n_in, n_out))
    return W


def initialize(sizes):
    if len(sizes) < 2:
        return []
    first = xavier_normal(sizes[0], sizes[1]), np.zeros(sizes[1])
    return [first] + initialize(sizes[1:])
