"""Differentiates 1D convolutional networks of one output: small ones, a large one, and two that are timed."""

from time import process_time

import numpy as np

FILE = "conv_backprop.py"
LARGE = 200_000
SMALL_TIMED, LARGE_TIMED = 4_000, 64_000

LINEAR_AT_MOST = 64
"""16 times the input costs linear code 16 times the time or so, quadratic code 256 times; this is between."""

SHORTEST = 1e-3
"""Seconds. Shorter times are mostly overhead and the clock's grain."""


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "identity": (lambda z: z.copy(), np.ones_like),
}

TIMED = "sigmoid"
"""What large networks have: its slope is never near 1, so that a slope too many or too few shows."""


def forward(handin, rng, activation):
    """Array `y` (1,) for three layers."""
    x, filters, biases = _draw(rng, _sizes(rng, 3))
    sigma, _ = ACTIVATIONS[activation]
    return {"y": handin.load(FILE).forward(*_lend(handin, x, filters, biases), sigma), "_x": x}


def one_layer(handin, rng, activation):
    return _gradients(handin, _draw(rng, _sizes(rng, 1)), activation)


def two_layers(handin, rng, activation):
    return _gradients(handin, _draw(rng, _sizes(rng, 2)), activation)


def four_layers(handin, rng, activation):
    return _gradients(handin, _draw(rng, _sizes(rng, 4)), activation)


def large(handin, rng):
    """Three layers, the last of which takes in all that is left. Its matrices would fill 640 GB.

    A sigmoid's slope is a quarter at most, so that one too many shows whatever is drawn; tanh's may be 1.
    """
    x, filters, biases = _draw(rng, [5, 7, LARGE - 10])
    return _gradients(handin, (x, filters, biases), "sigmoid")


def growth(handin, rng):
    """How processor time grows with n_0, in one word, and the gradients, since wrong ones may be quick."""
    small, large = (_draw(rng, [5, n - 4]) for n in (SMALL_TIMED, LARGE_TIMED))
    gradients = _gradients(handin, large, "sigmoid")
    backprop = handin.load(FILE).backprop
    return {"growth": np.array(_growth(backprop, small, large)), **gradients}


def _growth(backprop, small, large):
    """The word for it. Slow twice is slow; quick once is quick, for a busy machine only ever adds time."""
    for _ in range(2):
        least = max(SHORTEST, min(_seconds(backprop, small) for _ in range(3)))
        if _seconds(backprop, large) < LINEAR_AT_MOST * least:
            return "linear"
    return "quadratic"


def _seconds(backprop, network):
    x, filters, biases = network
    copies = x.copy(), [w.copy() for w in filters], list(biases)
    start = process_time()
    backprop(*copies, *ACTIVATIONS[TIMED])
    return process_time() - start


def _gradients(handin, network, activation):
    """Arrays `dw_1` … (f,) and `db_1` … ()."""
    backprop = handin.load(FILE).backprop
    dw, db = backprop(*_lend(handin, *network), *ACTIVATIONS[activation])
    return {
        **{f"dw_{layer}": gradient for layer, gradient in enumerate(dw, start=1)},
        **{f"db_{layer}": np.asarray(gradient, dtype=float) for layer, gradient in enumerate(db, start=1)},
    }


def _sizes(rng, layers):
    """Sizes of filters, all of them different, so that no array has another's shape by luck."""
    return rng.permutation(np.arange(2, 8))[:layers].tolist()


def _draw(rng, sizes):
    """x, filters and biases of a network with one output; n_0 follows from the filters' sizes."""
    x = rng.standard_normal(1 + sum(size - 1 for size in sizes))
    filters = [rng.standard_normal(size) / np.sqrt(size) for size in sizes]
    return x, filters, rng.standard_normal(len(sizes)).tolist()


def _lend(handin, x, filters, biases):
    lent = [handin.lend(f"w_{layer}", w) for layer, w in enumerate(filters, start=1)]
    return handin.lend("x", x), lent, list(biases)
