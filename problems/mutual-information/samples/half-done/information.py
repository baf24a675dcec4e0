import numpy as np


def entropy(p):
    return -(p * np.log(p)).sum()


def kl(p, q):
    return (p * np.log(p / q)).sum()
