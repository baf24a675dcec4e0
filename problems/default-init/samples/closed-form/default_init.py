import numpy as np


def parameter_variance(n_in):
    return np.float64(1.0) / (3.0 * n_in)


def output_mean(sizes):
    return np.zeros(())


def output_variance(sizes):
    n = np.array(sizes[:-1], dtype=float)
    L = len(n)
    powers = 3.0 ** -np.arange(L, 0, -1)
    return 3.0 ** -L + np.sum(powers / n)
