"""Entropies and divergences of discrete distributions, in nats."""

import numpy as np


def entropy(p):
    """p: an array of probabilities of any shape, some of them perhaps 0. Returns its entropy, a number."""
    raise NotImplementedError("entropy")


def kl(p, q):
    """p, q: arrays of one shape. Returns KL(p, q), a number; infinite where q is 0 and p is not."""
    raise NotImplementedError("kl")


def conditional_entropy(joint):
    """joint: array (n, m) of P(x, y), x by rows and y by columns. Returns H(y|x), a number."""
    raise NotImplementedError("conditional_entropy")


def mutual_information(joint):
    """joint: array (n, m) of P(x, y). Returns I(x, y), a number."""
    raise NotImplementedError("mutual_information")
