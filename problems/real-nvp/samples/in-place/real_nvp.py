import numpy as np


def forward(z, d, s, t):
    x = z.copy()
    x[:, d:] *= np.exp(s(x[:, :d]))
    x[:, d:] += t(x[:, :d])
    return x


def inverse(x, d, s, t):
    z = x.copy()
    z[:, d:] -= t(z[:, :d])
    z[:, d:] /= np.exp(s(z[:, :d]))
    return z


def log_det(z, d, s):
    det = np.zeros(len(z))
    scales = s(z[:, :d])
    for j in reversed(range(scales.shape[1])):
        det += scales[:, j]
    return det


def log_likelihood(x, d, s, t):
    density = -log_det(x, d, s)
    z = inverse(x, d, s, t)
    np.square(z, out=z)
    z += np.log(2 * np.pi)
    density -= z.sum(axis=1) / 2
    return density
