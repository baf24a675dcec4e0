"""An affine coupling layer. Examples are rows: z and x are (m, n), and their first d features are kept.

s and t are functions: they take the kept features, (m, d), and return what the others, (m, n - d), are
scaled and shifted by.
"""

import numpy as np


def forward(z, d, s, t):
    """Returns x, (m, n)."""
    raise NotImplementedError("forward")


def inverse(x, d, s, t):
    """Returns the z, (m, n), whose forward is x."""
    raise NotImplementedError("inverse")


def log_det(z, d, s):
    """Returns log |det dx/dz| of each row, (m,)."""
    raise NotImplementedError("log_det")


def log_likelihood(x, d, s, t):
    """Returns the logarithm of the density of x, one number for each row, (m,), if z is drawn from N(0, I)."""
    raise NotImplementedError("log_likelihood")
