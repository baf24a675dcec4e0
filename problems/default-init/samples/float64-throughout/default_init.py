import numpy as np


class Bound(np.float64):
    """1/√n, and how it was come by."""

    def __new__(cls, n_in):
        bound = super().__new__(cls, np.sqrt(np.float64(1) / n_in))
        bound.n_in = n_in
        return bound


def parameter_variance(n_in):
    c = Bound(n_in)
    # The mean of u² over [−c, c].
    return (c**3 - (-c) ** 3) / 3 / (2 * c)


def output_mean(sizes):
    return np.zeros(1, dtype=np.float64)[0]


def output_variance(sizes):
    # Backwards: what one unit of variance at each layer's output becomes at the end, summed up.
    passed, total = np.float64(1), np.float64(0)
    for n_in in np.asarray(sizes[:-1])[::-1]:
        total += passed * parameter_variance(n_in)
        passed *= n_in * parameter_variance(n_in)
    return total + passed
