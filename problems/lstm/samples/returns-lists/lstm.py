import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def run(x, h, C, U, W):
    z = {k: x @ U[k] + h @ W[k] for k in U}
    f, i, o = sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"])
    g = np.tanh(z["g"])
    cell = f * C + i * g
    return f, i, o, g, cell


def step(x, h, C, U, W):
    _, _, o, _, cell = run(x, h, C, U, W)
    return (o * np.tanh(cell)).tolist(), [row for row in cell]


def step_backward(dh_next, dC_next, x, h, C, U, W):
    f, i, o, g, cell = run(x, h, C, U, W)
    t = np.tanh(cell)
    D = dC_next + dh_next * o * (1 - t**2)
    d = {
        "f": D * C * f * (1 - f),
        "i": D * g * i * (1 - i),
        "o": dh_next * t * o * (1 - o),
        "g": D * i * (1 - g**2),
    }
    dx = np.zeros(x.shape)
    dh = np.zeros(h.shape)
    for k in d:
        dx += d[k] @ U[k].T
        dh += d[k] @ W[k].T
    dU = {k: (x.T @ d[k]).tolist() for k in d}
    dW = {k: tuple(h.T @ d[k]) for k in d}
    return dx.tolist(), tuple(dh), (D * f).tolist(), dU, dW
