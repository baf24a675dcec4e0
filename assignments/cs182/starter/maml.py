"""One step of model-agnostic meta-learning (MAML), for logistic regression.

theta: parameters, (d,). A batch is a pair of X (n, d) and labels y (n,), which are 0 or 1. Its loss is the
mean over the batch of -y log p - (1 - y) log(1 - p), where p is the sigmoid of X theta.
"""

import numpy as np


def gradient(theta, X, y):
    """Returns the gradient of the loss by theta, (d,)."""
    raise NotImplementedError("gradient")


def hessian(theta, X):
    """Returns the matrix of second derivatives of the loss by theta, (d, d)."""
    raise NotImplementedError("hessian")


def adapt(theta, X, y, alpha, steps=1):
    """Returns theta_0 = theta, theta_1, ..., theta_steps, one a row, (steps + 1, d): plain gradient descent."""
    raise NotImplementedError("adapt")


def meta_gradient(theta, support, query, alpha, steps=1):
    """
    support, query: two batches, each a pair (X, y).
    Returns the query's loss at theta_steps, adapted on the support, differentiated by theta, (d,).
    """
    raise NotImplementedError("meta_gradient")


def outer_step(theta, tasks, alpha, beta):
    """tasks: a list of pairs (support, query). Returns the new theta, (d,), after one step of size beta."""
    raise NotImplementedError("outer_step")
