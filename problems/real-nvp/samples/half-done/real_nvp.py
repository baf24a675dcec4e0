import numpy as np


def forward(z, d, s, t):
    z1 = z[:, :d]
    z2 = z[:, d:]
    x2 = z2 * np.exp(s(z1)) + t(z1)
    return np.concatenate([z1, x2], axis=1)


def inverse(x, d, s, t):
    x1 = x[:, :d]
    x2 = x[:, d:]
    z2 = (x2 - t(x1)) / np.exp(s(x1))
    return np.concatenate([x1, z2], axis=1)


def log_det(z, d, s):
    # TODO: what is the determinant of a block matrix?
    raise NotImplementedError


def log_likelihood(x, d, s, t):
    raise NotImplementedError
