"""Adversarial examples by the sign of a gradient. Images are rows with values from 0 to 1.

Source: Goodfellow et al. 2015; iterated by Kurakin et al. 2017.
"""

import numpy as np


def input_gradient(x, y, W, b):
    """Of each row's cross-entropy −log p_y by that row, x (m, n): logits are x W + b, classes y (m,)."""
    logits = x @ W + b
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p @ W.T


def perturbation(gradient, epsilon):
    """The steepest way up among all with entries of at most epsilon."""
    return epsilon * np.sign(gradient)


def perturbation_l2(gradient, epsilon):
    """The steepest way up among all of length at most epsilon, by rows; none where the gradient is 0."""
    length = np.linalg.norm(gradient, axis=1, keepdims=True)
    return epsilon * np.divide(gradient, length, out=np.zeros_like(gradient), where=length > 0)


def untargeted(x, y, epsilon, loss_gradient):
    """Away from the classes y that are right."""
    x += perturbation(loss_gradient(x, y), epsilon)
    return x.clip(0, 1, out=x)


def targeted(x, target, epsilon, loss_gradient):
    """Towards the classes `target`: down the loss that they would have."""
    x -= perturbation(loss_gradient(x, target), epsilon)
    return x.clip(0, 1, out=x)


def iterated(x, y, epsilon, step, steps, loss_gradient):
    """Several smaller steps away from y, never further than epsilon from x in any entry."""
    moved, x = x, x.copy()
    for _ in range(steps):
        moved += step * np.sign(loss_gradient(moved, y))
        moved.clip(x - epsilon, x + epsilon, out=moved).clip(0, 1, out=moved)
    return moved
