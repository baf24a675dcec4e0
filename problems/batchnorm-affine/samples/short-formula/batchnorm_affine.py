import numpy as np


def forward(a, gamma, beta, eps):
    mu = np.mean(a, axis=0)
    var = np.mean((a - mu) ** 2, axis=0)
    ahat = (a - mu) / np.sqrt(var + eps)
    y = gamma * ahat + beta
    return y


def backward(grad_y, a, gamma, eps):
    M = a.shape[0]
    mu = np.mean(a, axis=0)
    var = np.mean((a - mu) ** 2, axis=0)
    std = np.sqrt(var + eps)
    ahat = (a - mu) / std
    dgamma = np.sum(grad_y * ahat, axis=0)
    dbeta = np.sum(grad_y, axis=0)
    da = gamma / (M * std) * (M * grad_y - dbeta - ahat * dgamma)
    return [da, dgamma, dbeta]


def inference(a, gamma, beta, mean, variance, eps):
    return gamma * (a - mean) / np.sqrt(variance + eps) + beta
