import math

import numpy as np


def kl(mu0, sigma0, mu1, sigma1):
    inv = np.linalg.inv(sigma1)
    diff = (mu1 - mu0).reshape(-1, 1)
    logdet1 = sum(math.log(v) for v in np.linalg.eigvalsh(sigma1))
    logdet0 = sum(math.log(v) for v in np.linalg.eigvalsh(sigma0))
    quad = (diff.T @ inv @ diff).item()
    return ((inv * sigma0).sum() + quad - diff.size + logdet1 - logdet0) / 2


def kl_independent(mu0, var0, mu1, var1):
    total = 0.0
    i = 0
    while i < len(mu0):
        total += math.log(var1[i] / var0[i]) / 2 - 0.5
        total += (var0[i] + (mu0[i] - mu1[i]) ** 2) / (2 * var1[i])
        i += 1
    return total
