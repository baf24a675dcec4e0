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
                z += p["Wxh"][i, j] * row[j]
            for j in range(len(h)):
                z += p["Whh"][i, j] * h[j]
            new.append(np.tanh(z))
        h = new
        hs.append(h)
        ys.append([np.dot(p["Why"][k], h) + p["by"][k] for k in range(len(p["by"]))])
    return np.array(hs), np.array(ys)
