import numpy as np


class Layer:
    def __init__(self, w, b):
        self.w = np.array(w, dtype=np.float64)
        self.b = np.float64(b)
        self.dw = np.zeros_like(self.w)
        self.db = np.float64(0)
        self.memory = {}

    def forward(self, v):
        n = len(v) - len(self.w) + 1
        z = np.full(n, self.b)
        for j in range(len(self.w) - 1, -1, -1):
            z += self.w[j] * v[j : j + n]
        self.memory.update(v=v, z=z)
        return z

    def backward(self, delta):
        v, n = self.memory["v"], len(delta)
        below = np.zeros(len(v))
        for j in range(len(self.w) - 1, -1, -1):
            self.dw[j] += delta[::-1] @ v[j : j + n][::-1]
            below[j : j + n] += self.w[j] * delta
        self.db += delta[::-1].sum()
        return below


def run(x, filters, biases, sigma):
    layers, v = [], np.asarray(x, dtype=np.float64)
    for w, b in zip(filters, biases):
        if layers:
            v = sigma(v)
        layers.append(Layer(w, b))
        v = layers[-1].forward(v)
    return layers, v


def forward(x, filters, biases, sigma):
    return run(x, filters, biases, sigma)[1]


def backprop(x, filters, biases, sigma, sigma_prime):
    layers, y = run(x, filters, biases, sigma)
    delta = np.ones_like(y)
    for layer, below in zip(layers[::-1], [None, *layers[:-1]][::-1]):
        delta = layer.backward(delta)
        if below is not None:
            delta *= sigma_prime(below.memory["z"])
    return [layer.dw for layer in layers], [layer.db for layer in layers]
