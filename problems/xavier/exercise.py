"""Asks for variances, and draws weights: as many that their distribution shows. judge.py decides on those."""

import numpy as np

FILE = "xavier.py"
WIDE, TALL = (150, 350), (350, 150)
"""Inputs and outputs of a layer; 52,500 weights."""
SIZES = [200, 200, 200, 50]


def variances(handin, rng):
    """Numbers () for some sizes."""
    xavier = handin.load(FILE)
    sizes = [(1, 1), (784, 10), tuple(rng.integers(2, 900, 2).tolist())]
    return {
        f"{n_in} to {n_out}": {
            "forward": np.asarray(xavier.forward_variance(n_in), dtype=float),
            "xavier": np.asarray(xavier.xavier_variance(n_in, n_out), dtype=float),
        }
        for n_in, n_out in sizes
    }


def forward_normal(handin, rng):
    """Arrays `W`, (150, 350) and (350, 150)."""
    return _weights(handin.load(FILE).forward_normal)


def xavier_normal(handin, rng):
    return _weights(handin.load(FILE).xavier_normal)


def xavier_uniform(handin, rng):
    return _weights(handin.load(FILE).xavier_uniform)


def layers(handin, rng):
    """Arrays `W_1` (200, 200), `W_2` (200, 200) and `W_3` (200, 50)."""
    return {
        f"W_{layer}": W for layer, (W, _) in enumerate(handin.load(FILE).initialize(list(SIZES)), start=1)
    }


def biases(handin, rng):
    """Arrays `b_1`, `b_2`, … of a network of sizes that are drawn."""
    sizes = rng.integers(2, 30, 4).tolist()
    return {f"b_{layer}": b for layer, (_, b) in enumerate(handin.load(FILE).initialize(sizes), start=1)}


def _weights(draw):
    return {f"{n_in} to {n_out}": {"W": draw(n_in, n_out)} for n_in, n_out in (WIDE, TALL)}
