import math

import numpy as np


def sign(v):
    if v > 0:
        return 1.0
    if v < 0:
        return -1.0
    return 0.0


def input_gradient(x, y, W, b):
    m, n = x.shape
    k = len(b)
    G = np.zeros((m, n))
    for r in range(m):
        z = [b[c] + sum(x[r][i] * W[i][c] for i in range(n)) for c in range(k)]
        top = max(z)
        e = [math.exp(v - top) for v in z]
        for i in range(n):
            for c in range(k):
                G[r, i] += (e[c] / sum(e) - (1.0 if y[r] == c else 0.0)) * W[i][c]
    return G


def perturbation(gradient, epsilon):
    delta = np.empty(gradient.shape)
    for place in np.ndindex(*gradient.shape):
        delta[place] = epsilon * sign(gradient[place])
    return delta


def perturbation_l2(gradient, epsilon):
    rows = []
    for g in gradient:
        length = math.sqrt(math.fsum(v * v for v in g))
        rows.append([0.0 if length == 0 else epsilon * v / length for v in g])
    return np.array(rows)


def within(value, low, high):
    return max(low, min(high, value))


def attack(x, y, epsilon, step, steps, loss_gradient, direction):
    here = [list(row) for row in x]
    i = 0
    while i < steps:
        g = loss_gradient(np.array(here), y)
        for r, row in enumerate(here):
            for c in range(len(row)):
                v = row[c] + direction * step * sign(g[r][c])
                row[c] = within(v, max(0.0, x[r][c] - epsilon), min(1.0, x[r][c] + epsilon))
        i += 1
    return np.array(here)


def untargeted(x, y, epsilon, loss_gradient):
    return attack(x, y, epsilon, epsilon, 1, loss_gradient, 1)


def targeted(x, target, epsilon, loss_gradient):
    return attack(x, target, epsilon, epsilon, 1, loss_gradient, -1)


def iterated(x, y, epsilon, step, steps, loss_gradient):
    x_adv, taken = x.copy(), 0
    while taken < steps:
        x_adv = attack(x_adv, y, epsilon, step, 1, loss_gradient, 1)
    return x_adv
