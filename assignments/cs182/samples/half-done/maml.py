import numpy as np


def gradient(theta, X, y):
    p = 1 / (1 + np.exp(-X.dot(theta)))
    return np.mean((p - y)[:, None] * X, axis=0)


def hessian(theta, X):
    p = 1 / (1 + np.exp(-X.dot(theta)))
    return X.T.dot(np.diag(p * (1 - p))).dot(X) / X.shape[0]


def adapt(theta, X, y, alpha, steps=1):
    thetas = [theta]
    for i in range(steps):
        thetas.append(thetas[i] - alpha * gradient(thetas[i], X, y))
    return np.stack(thetas)


def meta_gradient(theta, support, query, alpha, steps=1):
    # where would a Hessian come in?
    return gradient(adapt(theta, support[0], support[1], alpha, steps)[-1], query[0], query[1])


def outer_step(theta, tasks, alpha, beta):
    raise NotImplementedError
