"""Entropies and divergences of discrete distributions, in nats; an outcome of probability 0 adds nothing."""

import numpy as np


def entropy(p):
    """Of a distribution p of any shape."""
    p = p[p > 0]
    return -np.sum(p * np.log(p))


def kl(p, q):
    """Divergence of p from q, of one shape; infinite where q has no room for what p holds."""
    p, q = p[p > 0], q[p > 0]
    return np.sum(p * np.log(p / q)) if np.all(q > 0) else np.inf


def conditional_entropy(joint):
    """H(y|x) of P(x, y), x by rows: what is left of the joint entropy when x is known."""
    return entropy(joint) - entropy(joint.sum(axis=1))


def mutual_information(joint):
    """Divergence of P(x, y) from the product of its marginals."""
    return kl(joint, np.outer(joint.sum(axis=1), joint.sum(axis=0)))
