import numpy as np


def input_gradient(x, y, W, b):
    p = x @ W
    p += b
    p -= p.max(1)[:, None]
    np.exp(p, out=p)
    p /= p.sum(1)[:, None]
    for row, label in zip(p, y):
        row[label] -= 1
    return np.einsum("mk,nk->mn", p, W)


def perturbation(gradient, epsilon):
    delta = np.sign(gradient)
    delta *= epsilon
    return delta


def perturbation_l2(gradient, epsilon):
    delta = gradient.copy()
    length = np.sqrt(np.einsum("mn,mn->m", delta, delta))
    delta[length > 0] *= epsilon / length[length > 0, None]
    return delta


def _move(images, x, y, epsilon, step, steps, loss_gradient):
    if not steps:
        return images
    images += step * np.sign(loss_gradient(images, y))
    images -= x
    images.clip(-epsilon, epsilon, out=images)
    images += x
    images.clip(0, 1, out=images)
    return _move(images, x, y, epsilon, step, steps - 1, loss_gradient)


def untargeted(x, y, epsilon, loss_gradient):
    return _move(x.copy(), x, y, epsilon, epsilon, 1, loss_gradient)


def targeted(x, target, epsilon, loss_gradient):
    return _move(x.copy(), x, target, epsilon, -epsilon, 1, loss_gradient)


def iterated(x, y, epsilon, step, steps, loss_gradient):
    return _move(x.copy(), x, y, epsilon, step, steps, loss_gradient)
