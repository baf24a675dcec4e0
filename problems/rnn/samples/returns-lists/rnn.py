import numpy as np


def unroll(cell, xs, h):
    states = [h]
    for x in xs:
        states.append(cell(x, states[-1]))
    return tuple(states[1:])


def forward(x, h0, p):
    h = unroll(lambda x, h: np.tanh(p["Wxh"].dot(x) + p["Whh"].dot(h) + p["bh"]), x, h0)
    return list(h), [(p["Why"].dot(state) + p["by"]).tolist() for state in h]


def backward(dy, x, h, h0, p):
    deltas = [np.zeros(len(h0))]
    for t in range(len(x))[::-1]:
        deltas.insert(0, (dy[t] @ p["Why"] + deltas[0] @ p["Whh"]) * (1 - h[t] ** 2))
    deltas.pop()
    before = [h0, *h[:-1]]
    return {
        "Wxh": sum(np.outer(d, v) for d, v in zip(deltas, x)).tolist(),
        "Whh": list(sum(np.outer(d, v) for d, v in zip(deltas, before))),
        "bh": tuple(sum(deltas)),
        "Why": sum(np.outer(d, v) for d, v in zip(dy, h)).tolist(),
        "by": dy.sum(axis=0).tolist(),
    }
