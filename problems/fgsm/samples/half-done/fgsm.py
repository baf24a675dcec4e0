import numpy as np


def input_gradient(x, y, W, b):
    z = x.dot(W) + b
    p = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
    t = np.zeros_like(p)
    t[range(len(y)), y] = 1
    return (p - t).dot(W.T)


def perturbation(gradient, epsilon):
    return np.where(gradient > 0, epsilon, np.where(gradient < 0, -epsilon, 0.0))


def perturbation_l2(gradient, epsilon):
    return epsilon * gradient / np.sqrt(np.sum(gradient**2, axis=1))[:, np.newaxis]


def untargeted(x, y, epsilon, loss_gradient):
    return np.maximum(0.0, np.minimum(1.0, x + perturbation(loss_gradient(x, y), epsilon)))


def targeted(x, target, epsilon, loss_gradient):
    return np.maximum(0.0, np.minimum(1.0, x - perturbation(loss_gradient(x, target), epsilon)))


def iterated(x, y, epsilon, step, steps, loss_gradient):
    raise NotImplementedError
