import numpy as np


def gradient(theta, X, y):
    residual = X @ theta
    residual *= -1
    np.exp(residual, out=residual)
    residual += 1
    np.reciprocal(residual, out=residual)
    residual -= y
    g = residual @ X
    g /= len(y)
    return g


def hessian(theta, X):
    p = 1 / (1 + np.exp(-(X @ theta)))
    root = X * np.sqrt(p * (1 - p))[:, None]
    H = root.T @ root
    H /= X.shape[0]
    return H


def adapt(theta, X, y, alpha, steps=1):
    moving = theta.copy()
    path = np.empty((steps + 1, moving.size))
    path[0] = moving
    for i in range(1, steps + 1):
        moving -= alpha * gradient(moving, X, y)
        path[i] = moving
    return path


def meta_gradient(theta, support, query, alpha, steps=1):
    *path, last = adapt(theta, *support, alpha, steps)
    g = gradient(last, *query)
    while path:
        g -= alpha * (hessian(path.pop(), support[0]) @ g)
    return g


def outer_step(theta, tasks, alpha, beta):
    new = theta.copy()
    for support, query in tasks[::-1]:
        new -= beta * meta_gradient(theta, support, query, alpha)
    return new
