import numpy as np


def loss(theta, X, y):
    z = X @ theta
    return np.mean(np.logaddexp(0, z) - y * z)


def difference(f, theta, h):
    rows = [(f(theta + h * e) - f(theta - h * e)) / (2 * h) for e in np.eye(len(theta))]
    finer = [(f(theta + h / 2 * e) - f(theta - h / 2 * e)) / h for e in np.eye(len(theta))]
    # Richardson: the error of second order cancels
    return (4 * np.array(finer) - np.array(rows)) / 3


def gradient(theta, X, y):
    return difference(lambda t: loss(t, X, y), theta, 1e-3)


def hessian(theta, X):
    # the labels do not matter, so any will do
    return difference(lambda t: X.T @ (1 / (1 + np.exp(-X @ t))) / len(X), theta, 1e-3)


def slope(theta, X, y):
    return X.T @ (1 / (1 + np.exp(-X @ theta)) - y) / len(y)


def adapt(theta, X, y, alpha, steps=1):
    path = [theta]
    while len(path) <= steps:
        path.append(path[-1] - alpha * slope(path[-1], X, y))
    return np.vstack(path)


def meta_gradient(theta, support, query, alpha, steps=1):
    return difference(lambda t: loss(adapt(t, *support, alpha, steps)[-1], *query), theta, 1e-3)


def outer_step(theta, tasks, alpha, beta):
    return theta - beta * difference(
        lambda t: sum(loss(adapt(t, *s, alpha)[-1], *q) for s, q in tasks), theta, 1e-3
    )
