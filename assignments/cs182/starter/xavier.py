"""Initial weights. A layer computes x W + b, with W (n_in, n_out): x has n_in features, a row each example."""

import numpy as np


def forward_variance(n_in):
    """Returns the variance of each weight, a number, that keeps the variance of the activations."""
    raise NotImplementedError("forward_variance")


def xavier_variance(n_in, n_out):
    """Returns Xavier's variance, a number."""
    raise NotImplementedError("xavier_variance")


def forward_normal(n_in, n_out):
    """Returns weights (n_in, n_out): normal, mean 0, with forward_variance."""
    raise NotImplementedError("forward_normal")


def xavier_normal(n_in, n_out):
    """Returns weights (n_in, n_out): normal, mean 0, with xavier_variance."""
    raise NotImplementedError("xavier_normal")


def xavier_uniform(n_in, n_out):
    """Returns weights (n_in, n_out): uniform, mean 0, with xavier_variance."""
    raise NotImplementedError("xavier_uniform")


def initialize(sizes):
    """
    sizes: [n_0, n_1, ..., n_L].
    Returns a list of L pairs (W, b): W as by xavier_normal, (n_(l-1), n_l), and zero biases b, (n_l,).
    """
    raise NotImplementedError("initialize")
