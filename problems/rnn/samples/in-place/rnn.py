import numpy as np


class Network:
    def __init__(self, p):
        self.p = {name: np.array(value, dtype=np.float64) for name, value in p.items()}
        self.grads = {name: np.zeros_like(value) for name, value in self.p.items()}
        self.clock = 0

    def tick(self, x, h):
        self.clock += 1
        z = self.p["bh"].copy()
        z += self.p["Whh"] @ h
        z += self.p["Wxh"] @ x
        return np.tanh(z, out=z)

    def tock(self, dy, x, h, before, carry):
        self.clock -= 1
        self.grads["by"] += dy
        self.grads["Why"] += dy[:, None] * h
        carry += self.p["Why"].T @ dy
        carry -= carry * h * h
        self.grads["bh"] += carry
        self.grads["Whh"] += carry[:, None] * before
        self.grads["Wxh"] += carry[:, None] * x
        carry[:] = self.p["Whh"].T @ carry


def unroll(cell, xs, h):
    states = np.empty((len(xs), len(h)))
    for t, x in enumerate(xs):
        states[t] = h = cell(x, h)
    return states


def forward(x, h0, p):
    network = Network(p)
    h = unroll(network.tick, x, h0)
    y = np.zeros((len(h), len(p["by"])))
    y += p["by"]
    for j in range(h.shape[1] - 1, -1, -1):
        y += h[:, j : j + 1] * p["Why"][:, j]
    return h, y


def backward(dy, x, h, h0, p):
    network, carry = Network(p), np.zeros(len(h0))
    network.clock = len(x)
    while network.clock > 0:
        t = network.clock - 1
        network.tock(dy[t], x[t], h[t], h[t - 1] if t else h0, carry)
    return network.grads
