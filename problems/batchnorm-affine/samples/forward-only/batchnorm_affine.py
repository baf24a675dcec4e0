import numpy as np


def forward(a, gamma, beta, eps):
    mu = np.mean(a, axis=0)
    var = np.mean((a - mu) ** 2, axis=0)
    ahat = (a - mu) / np.sqrt(var + eps)
    y = gamma * ahat + beta
    return y


def backward(grad_y, a, gamma, eps):
    raise NotImplementedError("tomorrow")


def inference(a, gamma, beta, mean, variance, eps):
    return gamma * (a - mean) / np.sqrt(variance + eps) + beta
