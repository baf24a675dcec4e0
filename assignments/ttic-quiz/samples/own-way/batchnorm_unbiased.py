import numpy as np


def forward(x):
    B, J = x.shape
    mu = np.zeros(J)
    s = np.zeros(J)
    xp = np.zeros((B, J))
    for b in range(B):
        for j in range(J):
            mu[j] += x[b, j] / B
    for b in range(B):
        for j in range(J):
            s[j] += (x[b, j] - mu[j]) ** 2 / (B - 1)
    for b in range(B):
        for j in range(J):
            xp[b, j] += (x[b, j] - mu[j]) / s[j] ** 0.5
    return mu, s, xp


def backward(xp_grad, x):
    B, J = x.shape
    mu, s, _ = forward(x)
    x_grad, mu_grad, s_grad = np.zeros((B, J)), np.zeros(J), np.zeros(J)
    for b in range(B):
        for j in range(J):
            x_grad[b, j] += xp_grad[b, j] / s[j] ** 0.5
            mu_grad[j] -= xp_grad[b, j] / s[j] ** 0.5
            s_grad[j] -= 0.5 * (x[b, j] - mu[j]) * s[j] ** -1.5 * xp_grad[b, j]
    for b in range(B):
        for j in range(J):
            x_grad[b, j] += 2 / (B - 1) * (x[b, j] - mu[j]) * s_grad[j]
            mu_grad[j] -= 2 / (B - 1) * (x[b, j] - mu[j]) * s_grad[j]
    for b in range(B):
        for j in range(J):
            x_grad[b, j] += mu_grad[j] / B
    return x_grad, mu_grad, s_grad
