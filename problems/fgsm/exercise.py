"""Attacks a small network of tanh units, drawn anew, whose gradient by its input the exercise computes."""

import numpy as np

FILE = "fgsm.py"
PIXELS, UNITS, CLASSES = 12, 8, 4
EPSILON = 0.3


def input_gradient(handin, rng):
    """Array `gradient` (6, 12), of a linear classifier."""
    x, y = _images(rng)
    W, b = rng.standard_normal((PIXELS, CLASSES)), rng.standard_normal(CLASSES)
    gradient = handin.load(FILE).input_gradient(handin.lend("x", x), y.copy(), handin.lend("W", W), b.copy())
    return {"gradient": gradient, "_x": x}


def largest_entry(handin, rng):
    """Array `delta` (6, 12); some entries of the gradient are 0."""
    gradient = rng.standard_normal((6, PIXELS))
    gradient[:, ::5] = 0
    delta = handin.load(FILE).perturbation(handin.lend("gradient", gradient), EPSILON)
    return {"delta": delta, "_gradient": gradient}


def limited_length(handin, rng):
    """Array `delta` (6, 12); rows of very different lengths, one of which is 0."""
    gradient = rng.standard_normal((6, PIXELS)) * np.array([[1.0], [5.0], [0.0], [0.01], [30.0], [0.3]])
    with np.errstate(all="ignore"):
        delta = handin.load(FILE).perturbation_l2(handin.lend("gradient", gradient), EPSILON)
    return {"delta": delta, "_gradient": gradient}


def untargeted(handin, rng):
    """Array `image` (6, 12)."""
    x, y = _images(rng)
    image = handin.load(FILE).untargeted(handin.lend("x", x), y.copy(), EPSILON, _network(rng))
    return {"image": image, "_x": x}


def targeted(handin, rng):
    """Array `image` (6, 12)."""
    x, y = _images(rng)
    target = (y + rng.integers(1, CLASSES, len(y))) % CLASSES
    image = handin.load(FILE).targeted(handin.lend("x", x), target, EPSILON, _network(rng))
    return {"image": image, "_x": x}


def iterated(handin, rng):
    """Array `image` (6, 12): steps that lead out of the ball sooner or later, or at once."""
    cases = {}
    for epsilon, step, steps in ((0.3, 0.1, 5), (0.11, 0.04, 4), (0.15, 0.25, 3)):
        x, y = _images(rng)
        network = _network(rng)
        image = handin.load(FILE).iterated(handin.lend("x", x), y.copy(), epsilon, step, steps, network)
        cases[f"{steps} steps of {step}"] = {"image": image, "_x": x}
    return cases


def _images(rng):
    """Six images with many a pixel near black or white, and their classes."""
    x = rng.uniform(0, 1, (6, PIXELS))
    x[:, ::3] = np.round(x[:, ::3])
    return x, rng.integers(CLASSES, size=6)


def _network(rng):
    """loss_gradient of a network with one hidden layer, so curved that every step finds another slope."""
    V, c = 3 * rng.standard_normal((PIXELS, UNITS)) / np.sqrt(PIXELS), rng.standard_normal(UNITS)
    W = 3 * rng.standard_normal((UNITS, CLASSES))

    def loss_gradient(x, y):
        x = np.asarray(x, dtype=float)
        h = np.tanh(x @ V + c)
        logits = h @ W
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        return ((p - np.eye(CLASSES)[y]) @ W.T * (1 - h**2)) @ V.T

    return loss_gradient
