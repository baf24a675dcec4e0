import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def gradient(theta, X, y):
    return np.average(X * (sigmoid(X @ theta) - y)[:, np.newaxis], axis=0)


def hessian_times(theta, X, v):
    p = sigmoid(X @ theta)
    return (p * (1 - p) * (X @ v)) @ X / len(X)


def hessian(theta, X):
    return np.array([hessian_times(theta, X, e) for e in np.eye(len(theta))])


def adapt(theta, X, y, alpha, steps=1):
    if steps == 0:
        return theta[None]
    rest = adapt(theta - alpha * gradient(theta, X, y), X, y, alpha, steps - 1)
    return np.concatenate([theta[None], rest])


def meta_gradient(theta, support, query, alpha, steps=1):
    if steps == 0:
        return gradient(theta, *query)
    after = meta_gradient(theta - alpha * gradient(theta, *support), support, query, alpha, steps - 1)
    return after - alpha * hessian_times(theta, support[0], after)


def outer_step(theta, tasks, alpha, beta):
    return theta - beta * np.sum([meta_gradient(theta, s, q, alpha) for s, q in tasks], axis=0)
