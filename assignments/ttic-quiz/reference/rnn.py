"""A recurrent network: unrolled for any cell, then with tanh and an affine output, forward and backward."""

import numpy as np


def unroll(cell, xs, h):
    """The states h_0, …, h_T of h_t = cell(x_t, h_(t−1)), as a list."""
    states = []
    for x in xs:
        h = cell(x, h)
        states.append(h)
    return states


def forward(x, h0, p):
    """States h (T, s) and outputs y (T, m) for x (T, d) and the parameters p: Wxh, Whh, bh, Why, by."""
    h = np.array(unroll(lambda x_t, h_t: np.tanh(p["Wxh"] @ x_t + p["Whh"] @ h_t + p["bh"]), x, h0))
    return h, h @ p["Why"].T + p["by"]


def backward(dy, x, h, h0, p):
    """Gradients of all five parameters by their names, given dy (T, m): backpropagation through time."""
    before = np.vstack([h0, h[:-1]])
    dz, dh_next = np.zeros_like(h), np.zeros_like(h0)
    for t in reversed(range(len(x))):
        dh = p["Why"].T @ dy[t] + dh_next
        dz[t] = dh * (1 - h[t] ** 2)
        dh_next = p["Whh"].T @ dz[t]
    return {
        "Wxh": dz.T @ x,
        "Whh": dz.T @ before,
        "bh": dz.sum(axis=0),
        "Why": dy.T @ h,
        "by": dy.sum(axis=0),
    }
