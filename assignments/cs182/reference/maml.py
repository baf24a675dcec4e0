"""One step of model-agnostic meta-learning for logistic regression. Source: Finn et al. 2017, section 2.2.

theta: (d,). A batch is X (n, d) with labels y (n,) of 0 and 1; its loss is the mean cross-entropy.
"""

import numpy as np


def gradient(theta, X, y):
    """Of the loss by theta, (d,)."""
    return X.T @ (probabilities(theta, X) - y) / len(y)


def hessian(theta, X):
    """Second derivatives of the loss by theta, (d, d); the labels do not matter."""
    p = probabilities(theta, X)
    return X.T @ ((p * (1 - p))[:, None] * X) / len(X)


def probabilities(theta, X):
    """Of label 1, (n,)."""
    return 1 / (1 + np.exp(-X @ theta))


def adapt(theta, X, y, alpha, steps=1):
    """All parameters on the way, theta first: (steps + 1, d)."""
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] - alpha * gradient(path[-1], X, y))
    return np.array(path)


def meta_gradient(theta, support, query, alpha, steps=1):
    """Of the query's loss after adapting on the support, by the theta before it, (d,)."""
    path = adapt(theta, *support, alpha, steps)
    g = gradient(path[-1], *query)
    for before in path[-2::-1]:
        g = g - alpha * hessian(before, support[0]) @ g
    return g


def outer_step(theta, tasks, alpha, beta):
    """theta after one step down the sum of the tasks' losses; a task is a support and a query."""
    return theta - beta * sum(meta_gradient(theta, *task, alpha) for task in tasks)
