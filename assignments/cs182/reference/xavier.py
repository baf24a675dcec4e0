"""Initial weights that keep the variance of activations. Source: Glorot & Bengio 2010, section 4.2.1."""

from itertools import pairwise

import numpy as np


def forward_variance(n_in):
    """The variance of a weight that keeps the activations' variance from layer to layer."""
    return 1 / n_in


def xavier_variance(n_in, n_out):
    """The compromise with what keeps the gradients' variance on the way back, which is 1 / n_out."""
    return 2 / (n_in + n_out)


def forward_normal(n_in, n_out):
    """Weights (n_in, n_out), normal, with the variance that keeps the activations'."""
    return np.random.normal(0, np.sqrt(forward_variance(n_in)), (n_in, n_out))


def xavier_normal(n_in, n_out):
    """Weights (n_in, n_out), normal, with Xavier's variance."""
    return np.random.normal(0, np.sqrt(xavier_variance(n_in, n_out)), (n_in, n_out))


def xavier_uniform(n_in, n_out):
    """Weights (n_in, n_out), uniform on [−c, c], whose variance c²/3 is Xavier's."""
    bound = np.sqrt(3 * xavier_variance(n_in, n_out))
    return np.random.uniform(-bound, bound, (n_in, n_out))


def initialize(sizes):
    """Xavier's normal weights and zero biases (n_out,), a pair for each layer of a network of these sizes."""
    return [(xavier_normal(n_in, n_out), np.zeros(n_out)) for n_in, n_out in pairwise(sizes)]
