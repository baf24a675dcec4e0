import numpy as np

RNG = np.random.default_rng(20210215)


class Layer(tuple):
    """A pair, and more."""

    def __new__(cls, W, b):
        layer = super().__new__(cls, (W, b))
        layer.W, layer.b, layer.fan = W, b, W.shape
        return layer


def forward_variance(n_in):
    return np.float64(1) / n_in


def xavier_variance(n_in, n_out):
    return np.divide(2.0, np.add(n_in, n_out))


def forward_normal(n_in, n_out):
    return RNG.normal(scale=np.sqrt(forward_variance(n_in)), size=(n_in, n_out))


def xavier_normal(n_in, n_out):
    return RNG.multivariate_normal(np.zeros(2), np.eye(2) * xavier_variance(n_in, n_out), (n_in, n_out))[..., 0]


def xavier_uniform(n_in, n_out):
    # A fair sign times a uniform size.
    c = np.sqrt(6.0 / (n_in + n_out))
    return RNG.choice([-1, 1], (n_in, n_out)) * RNG.uniform(0, c, (n_in, n_out))


def initialize(sizes):
    return [Layer(xavier_normal(n_in, n_out), np.zeros(n_out)) for n_in, n_out in zip(sizes[:-1], sizes[1:])]
