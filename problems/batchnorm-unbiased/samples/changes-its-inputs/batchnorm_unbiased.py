import numpy as np


def forward(x):
    mu = x.mean(axis=0)
    x -= mu
    s = (x * x).sum(axis=0) / (len(x) - 1)
    x /= np.sqrt(s)
    return mu, s, x


def backward(x_hat_grad, x):
    x -= x.mean(axis=0)
    s = (x * x).sum(axis=0) / (len(x) - 1)
    s_grad = -(x * x_hat_grad).sum(axis=0) / 2 / s ** 1.5
    x_hat_grad /= np.sqrt(s)
    mu_grad = -x_hat_grad.sum(axis=0)
    x_hat_grad += mu_grad / len(x)
    x *= 2 * s_grad / (len(x) - 1)
    x_hat_grad += x
    return x_hat_grad, mu_grad, s_grad
