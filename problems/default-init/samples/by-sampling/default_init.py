import numpy as np


def parameter_variance(n_in):
    return 1 / n_in / 3


def output_mean(sizes):
    return 0


def output_variance(sizes):
    ys = []
    for trial in range(2000):
        y = np.random.randn(sizes[0])
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            c = n_in ** -0.5
            A = np.random.uniform(-c, c, (n_out, n_in))
            y = A @ y + np.random.uniform(-c, c, n_out)
        ys.append(y[0])
    return np.var(ys)
