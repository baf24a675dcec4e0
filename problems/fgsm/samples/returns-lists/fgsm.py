import numpy as np


def input_gradient(x, y, W, b):
    out = []
    for row, label in zip(x, y):
        z = row @ W + b
        p = np.exp(z - np.logaddexp.reduce(z))
        out.append(W @ p - W[:, label])
    return out


def perturbation(gradient, epsilon):
    return [[epsilon * int(np.sign(v)) for v in row] for row in gradient]


def perturbation_l2(gradient, epsilon):
    return tuple(epsilon * row / (np.sqrt(row @ row) or 1) for row in gradient)


def untargeted(x, y, epsilon, loss_gradient):
    moved = x + np.array(perturbation(loss_gradient(x, y), epsilon))
    return [[min(max(v, 0), 1) for v in row] for row in moved]


def targeted(x, target, epsilon, loss_gradient):
    moved = x - np.array(perturbation(loss_gradient(x, target), epsilon))
    return [[min(max(v, 0), 1) for v in row] for row in moved]


def iterated(x, y, epsilon, step, steps, loss_gradient):
    moved = [row.copy() for row in x]
    for _ in range(steps):
        moved += step * np.sign(loss_gradient(moved, y))
        moved = [np.clip(row, np.maximum(x0 - epsilon, 0), np.minimum(x0 + epsilon, 1)) for row, x0 in zip(moved, x)]
    return moved
