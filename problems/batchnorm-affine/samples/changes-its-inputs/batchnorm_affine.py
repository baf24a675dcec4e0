import numpy as np


def forward(a, gamma, beta, eps):
    a -= a.mean(axis=0)
    a /= np.sqrt(a.var(axis=0) + eps)
    a *= gamma
    a += beta
    return a


def backward(grad_y, a, gamma, eps):
    a -= a.mean(axis=0)
    std = np.sqrt(np.mean(a ** 2, axis=0) + eps)
    a /= std
    dgamma = (grad_y * a).sum(axis=0)
    dbeta = grad_y.sum(axis=0)
    grad_y -= dbeta / len(a) + a * dgamma / len(a)
    grad_y *= gamma / std
    return grad_y, dgamma, dbeta


def inference(a, gamma, beta, mean, variance, eps):
    a -= mean
    return a * (gamma / np.sqrt(variance + eps)) + beta
