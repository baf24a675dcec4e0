import numpy as np


def forward(z, d, s, t):
    x2 = np.exp(s(z[:, :d])) * z[:, d:] + t(z[:, :d])
    return [list(a) + list(b) for a, b in zip(z[:, :d], x2)]


def inverse(x, d, s, t):
    z2 = (x[:, d:] - t(x[:, :d])) / np.exp(s(x[:, :d]))
    return tuple(np.append(a, b) for a, b in zip(x[:, :d], z2))


def log_det(z, d, s):
    return [sum(row) for row in s(z[:, :d]).tolist()]


def log_likelihood(x, d, s, t):
    z = np.array(inverse(x, d, s, t))
    densities = []
    for row, det in zip(z, log_det(z, d, s)):
        densities.append(-sum(row**2) / 2 - len(row) * np.log(2 * np.pi) / 2 - det)
    return densities
