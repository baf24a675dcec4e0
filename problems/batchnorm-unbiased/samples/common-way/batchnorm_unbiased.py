import numpy as np


def forward(x):
    B = x.shape[0]
    mu = np.mean(x, axis=0)
    s = np.sum((x - mu) ** 2, axis=0) / (B - 1)
    xhat = (x - mu) / np.sqrt(s)
    return mu, s, xhat


def backward(x_hat_grad, x):
    B = x.shape[0]
    mu, s, xhat = forward(x)
    # last loop
    x_grad = x_hat_grad / np.sqrt(s)
    mu_grad = np.sum(-x_hat_grad / np.sqrt(s), axis=0)
    s_grad = np.sum(-0.5 * (x - mu) * s ** (-3 / 2) * x_hat_grad, axis=0)
    # middle loop
    x_grad = x_grad + 2 / (B - 1) * (x - mu) * s_grad
    mu_grad = mu_grad - np.sum(2 / (B - 1) * (x - mu) * s_grad, axis=0)
    # first loop
    x_grad = x_grad + mu_grad / B
    return x_grad, mu_grad, s_grad
