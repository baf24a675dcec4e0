import numpy as np


def unroll(cell, xs, h):
    if len(xs) == 0:
        return []
    first = cell(xs[0], h)
    return [first] + unroll(cell, xs[1:], first)


def forward(x, h0, p):
    hs, ys = [], []
    h = [float(v) for v in h0]
    for row in x:
        new = []
        for i in range(len(h)):
            z = p["bh"][i]
            for j in range(len(row)):
                z += p["Wxh"][i, j] *
            for j in range(len(h)):
                z += p["Whh"][i, j] * h[j]
            new.append(np.tanh(z))
        h = new
        hs.append(h)
        ys.append([np.dot(p["Why"][k], h) + p["by"][k] for k in range(len(p["by"]))])
    return np.array(hs), np.array(ys)


def backward(dy, x, h, h0, p):
    grads = {name: np.zeros(value.shape) for name, value in p.items()}
    carry = np.zeros(len(h0))
    t = len(x) - 1
    while t >= 0:
        last = h[t - 1] if t > 0 else h0
        grads["Why"] += np.outer(dy[t], h[t])
        grads["by"] += dy[t]
        dz = (dy[t].dot(p["Why"]) + carry) * (1 - h[t]) * (1 + h[t])
        grads["Wxh"] += np.outer(dz, x[t])
        grads["Whh"] += np.outer(dz, last)
        grads["bh"] += dz
        carry = dz.dot(p["Whh"])
        t -= 1
    return grads
