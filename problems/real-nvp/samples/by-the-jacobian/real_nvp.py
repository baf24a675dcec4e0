import numpy as np


def forward(z, d, s, t):
    return np.c_[z[:, :d], np.exp(s(z[:, :d])) * z[:, d:] + t(z[:, :d])]


def inverse(x, d, s, t):
    return np.c_[x[:, :d], (x[:, d:] - t(x[:, :d])) * np.exp(-s(x[:, :d]))]


def log_det(z, d, s):
    def nothing(kept):
        return 0.0

    found = np.zeros(len(z))
    for m, row in enumerate(z):
        # Forward is linear in the features that change, so the step may be a large one.
        step = np.eye(len(row))
        step[:d] *= 1e-5
        far = forward(row + step, d, s, nothing) - forward(row - step, d, s, nothing)
        jacobian = far.T / (2 * np.diag(step))
        found[m] = np.linalg.slogdet(jacobian)[1]
    return found


def log_likelihood(x, d, s, t):
    z = inverse(x, d, s, t)
    covariance = np.eye(z.shape[1])
    normal = -0.5 * np.einsum("mi,ij,mj->m", z, covariance, z) - 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
    return normal - log_det(z, d, s)
