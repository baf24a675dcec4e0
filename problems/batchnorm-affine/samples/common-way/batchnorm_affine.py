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
    dahat = grad_y * gamma
    dvar = np.sum(dahat * (a - mu) * -0.5 * (var + eps) ** -1.5, axis=0)
    dmu = np.sum(-dahat / std, axis=0) + dvar * np.sum(-2 * (a - mu), axis=0) / M
    da = dahat / std + dvar * 2 * (a - mu) / M + dmu / M
    return da, dgamma, dbeta


def inference(a, gamma, beta, mean, variance, eps):
    return gamma * (a - mean) / np.sqrt(variance + eps) + beta
