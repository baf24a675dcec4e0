import numpy as np


def kl(mu0, sigma0, mu1, sigma1):
    inv = np.linalg.inv(sigma1)
    d = mu1 - mu0
    ratio = np.linalg.det(sigma1) / np.linalg.det(sigma0)
    return 0.5 * (np.trace(inv @ sigma0) + d @ inv @ d - len(d) + np.log(ratio))


def kl_independent(mu0, var0, mu1, var1):
    return kl(mu0, np.diag(var0), mu1, np.diag(var1))
