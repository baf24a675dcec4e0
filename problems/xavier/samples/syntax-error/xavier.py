import random
from fractions import Fraction

import numpy as np


def forward_variance(n_in):
    return Fraction(1, n_in)


def xavier_variance(n_in, n_out):
    return 1 / Fraction(n_in + n_out, 2)


def fill(n_in, n_out, draw):
    W = np.empty((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = draw()
    return W


def forward_normal(n_in, n_out):
    sigma = float(forward_variance(n_in)) ** 0.5
    return fill(n_in, n_out, lambda: random.gauss(0.0, sigma))


def xavier_normal(n_in, n_out):
    sigma = float(xavier_variance(n_in, n_out)) ** 0.5
    return fill(n_in, n_out, lambda: sigma * random.normalvariate(0, 1))


def xavier_uniform(n_in, n_out):
    c = (6 / (n_in + n_out)) ** 0.5
    return fill(n_in, n_out, lambda: c * (2 * random.random() - 1))


def initialize(sizes):
    pairs, l = [], 1
    while l < len(sizes):
        W = xavier_normal(sizes[l - 1], sizes[l])
        pairs.append((W, np.zeros(sizes[l]))
        l += 1
    return pairs
