"""One step of an LSTM and its gradient, for a batch: examples are rows, gates are "f", "i", "o" and "g"."""

import numpy as np


def step(x, h, C, U, W):
    """The next h and C, both (n, s), from x (n, d), h and C; U[gate] is (d, s), W[gate] (s, s).

    Source: Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000.
    """
    f, i, o, g = gates(x, h, U, W)
    C_next = f * C + i * g
    return np.tanh(C_next) * o, C_next


def gates(x, h, U, W):
    """Forget, input and output gate and the candidate g, each (n, s)."""
    z = {gate: x @ U[gate] + h @ W[gate] for gate in "fiog"}
    f, i, o = (1 / (1 + np.exp(-z[gate])) for gate in "fio")
    return f, i, o, np.tanh(z["g"])


def step_backward(dh_next, dC_next, x, h, C, U, W):
    """Gradients dx, dh, dC, and dU and dW by gate, summed over the batch, from those of both outputs."""
    f, i, o, g = gates(x, h, U, W)
    tanh_C = np.tanh(f * C + i * g)
    dC_total = dC_next + dh_next * o * (1 - tanh_C**2)
    dz = {
        "f": dC_total * C * f * (1 - f),
        "i": dC_total * g * i * (1 - i),
        "o": dh_next * tanh_C * o * (1 - o),
        "g": dC_total * i * (1 - g**2),
    }
    dx = sum(dz[gate] @ U[gate].T for gate in "fiog")
    dh = sum(dz[gate] @ W[gate].T for gate in "fiog")
    dU = {gate: x.T @ dz[gate] for gate in "fiog"}
    dW = {gate: h.T @ dz[gate] for gate in "fiog"}
    return dx, dh, dC_total * f, dU, dW
