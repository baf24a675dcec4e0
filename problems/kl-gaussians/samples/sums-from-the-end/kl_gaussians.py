import math

import numpy as np


class Gaussian:
    """Knows more of itself than is asked."""

    def __init__(self, mu, sigma):
        self.mu = np.array(mu, dtype=np.float64)
        self.sigma = np.array(sigma, dtype=np.float64)
        self.d = self.mu.size
        self.factor = np.linalg.cholesky(self.sigma)
        self.log_det = 2 * math.fsum(math.log(v) for v in np.diag(self.factor)[::-1])

    def whiten(self, array):
        return np.linalg.solve(self.factor, array)


def kl(mu0, sigma0, mu1, sigma1):
    p, q = Gaussian(mu0, sigma0), Gaussian(mu1, sigma1)
    terms = [q.log_det - p.log_det, -p.d]
    terms += [float(v) ** 2 for v in q.whiten(q.mu - p.mu)]
    terms += [float(v) ** 2 for v in q.whiten(p.factor).ravel()]
    return math.fsum(terms[::-1]) / 2


def kl_independent(mu0, var0, mu1, var1):
    return kl(mu0, np.diag(var0), mu1, np.diag(var1))
