"""An affine coupling layer: rows z (m, n), the first d features kept. Source: Dinh et al. 2017, section 3."""

import numpy as np


def forward(z, d, s, t):
    """x (m, n): the other features scaled by exp(s) and shifted by t, both functions of those kept."""
    kept, changed = z[:, :d], z[:, d:]
    return np.hstack([kept, np.exp(s(kept)) * changed + t(kept)])


def inverse(x, d, s, t):
    """The z whose forward is x; neither s nor t is inverted, as their argument was kept."""
    kept, changed = x[:, :d], x[:, d:]
    return np.hstack([kept, np.exp(-s(kept)) * (changed - t(kept))])


def log_det(z, d, s):
    """log |det dx/dz| of each row, (m,): the Jacobian is triangular, with 1 and exp(s) on its diagonal."""
    return s(z[:, :d]).sum(axis=1)


def log_likelihood(x, d, s, t):
    """log p(x) of each row, (m,), for z ~ N(0, I), by the change of variables."""
    z = inverse(x, d, s, t)
    prior = -0.5 * (z**2).sum(axis=1) - 0.5 * z.shape[1] * np.log(2 * np.pi)
    return prior - log_det(z, d, s)
