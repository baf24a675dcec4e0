import numpy as np


def forward(x, filters, biases, sigma):
    return np.zeros(1)


def backprop(x, filters, biases, sigma, sigma_prime):
    return [np.zeros(len(w)) for w in filters], [0.0 for b in biases]
