"""Asks for attention of 5 queries over 7 keys of 16 features, with values of 3."""

import numpy as np

FILE = "attention.py"


def generalized(handin, rng):
    return _attend(handin, rng, "attention", 0.5)


def scaled(handin, rng):
    return _attend(handin, rng, "scaled_attention", 1.0)


def bilinear(handin, rng):
    """Queries have 4 features, and W (4, 16) takes them to the keys."""
    Q, K, V = _draw(rng, 0.7, 4)
    W = 0.7 * rng.standard_normal((4, 16))
    out = handin.load(FILE).bilinear_attention(*_lend(handin, Q=Q, K=K, V=V, W=W))
    return {"out": out, "_Q": Q, "_K": K, "_V": V, "_W": W}


def large_scores(handin, rng):
    """Scores of 10,000 and little more or less, whose exponentials no number can hold."""
    Q, K, V = _draw(rng, 1.0, 16)
    Q[:, 0] = K[:, 0] = 100
    out = handin.load(FILE).scaled_attention(*_lend(handin, Q=Q, K=K, V=V))
    return {"out": out, "_Q": Q, "_K": K, "_V": V}


def score_moments(handin, rng):
    """Numbers `mean` and `variance` () for one, 8 and 64 features."""
    function = handin.load(FILE).score_moments
    answers = {}
    for d in (1, 8, 64):
        mean, variance = function(rng.uniform(0.5, 2, d), float(rng.uniform(0.5, 2)))
        answers[f"{d} features"] = {"mean": _number(mean), "variance": _number(variance)}
    return answers


def _attend(handin, rng, name, spread):
    Q, K, V = _draw(rng, spread, 16)
    out = getattr(handin.load(FILE), name)(*_lend(handin, Q=Q, K=K, V=V))
    return {"out": out, "_Q": Q, "_K": K, "_V": V}


def _draw(rng, spread, features):
    """Q (5, features), K (7, 16) and V (7, 3)."""
    Q, K = spread * rng.standard_normal((5, features)), spread * rng.standard_normal((7, 16))
    return Q, K, rng.standard_normal((7, 3))


def _lend(handin, **arrays):
    return [handin.lend(name, array) for name, array in arrays.items()]


def _number(value):
    return np.asarray(value, dtype=float)
