"""Asks for mean and variance at given sizes: some that everyone is asked, some drawn."""

import numpy as np

FILE = "default_init.py"


def parameter_variance(handin, rng):
    """Array `variance` () for three numbers of inputs."""
    variance = handin.load(FILE).parameter_variance
    numbers = [1, 784, int(rng.integers(2, 100))]
    return {f"{n} inputs": {"variance": np.asarray(variance(n), dtype=float)} for n in numbers}


def output_mean(handin, rng):
    return _for_all_sizes(handin.load(FILE).output_mean, "mean", rng)


def output_variance(handin, rng):
    return _for_all_sizes(handin.load(FILE).output_variance, "variance", rng)


def _for_all_sizes(function, name, rng):
    """One number for each network; lists are new each time, so that a handin may take them apart."""
    return {f"sizes {sizes}": {name: np.asarray(function(list(sizes)), dtype=float)} for sizes in _sizes(rng)}


def _sizes(rng):
    """One layer, narrow ones, those of a digit classifier, and a network that nobody knows beforehand."""
    return [5, 1], [1, 1, 1, 1], [784, 256, 64, 1], [*rng.integers(2, 9, size=4).tolist(), 1]
