"""Drops entries of arrays none of which is 0, so that a 0 that comes out was dropped. judge.py decides."""

import numpy as np

FILE = "dropout.py"
KEPT = (0.2, 0.5, 0.9)
"""Probabilities of keeping at which layers are run forward and back."""
RATES = (0.25, 0.75)
"""Those at which rates are counted."""
INDEPENDENT = (0.5, 0.8)
"""And those at which masks are compared with each other."""
SHAPE = (200, 100)
TINY, MANY_TINY = (2, 2), 5_000
"""Rates are counted over many small arrays: who drops whole rows then still has the right rate."""
SMALL, MANY_SMALL = (5, 20), 30


def scaling(handin, rng):
    """Array `y` (200, 100)."""
    return {case: {"y": _layer(handin, p).forward(handin.lend("x", x))} for case, p, x in inputs(rng, KEPT)}


def rate(handin, rng):
    """Array `y` (5,000, 2, 2): one call each."""
    cases = {}
    for case, p, x in rated(rng):
        layer = _layer(handin, p)
        cases[case] = {"y": np.array([layer.forward(part.copy()) for part in x], dtype=float)}
    return cases


def independence(handin, rng):
    """Arrays `first` and `second`, calls of one layer, `other`, a call of another, and many small `calls`."""
    cases = {}
    for case, p, x in inputs(rng, INDEPENDENT):
        layer, other = _layer(handin, p), _layer(handin, p)
        calls = zip(("first", "second", "other"), (layer, layer, other), strict=True)
        cases[case] = {name: asked.forward(handin.lend("x", x)) for name, asked in calls}
    layer, x = _layer(handin, 0.5), np.ones(SMALL)
    calls = [np.array(layer.forward(handin.lend("x", x)), dtype=float) for _ in range(MANY_SMALL)]
    return cases | {"many calls": {"calls": np.array(calls)}}


def backward(handin, rng):
    """Arrays `first`, `y` and `dx`, all (200, 100): the way back goes with the second of two calls."""
    cases = {}
    for case, p, x in inputs(rng, KEPT):
        layer, dy = _layer(handin, p), gradient(rng)
        first = layer.forward(handin.lend("x", x))
        y = layer.forward(handin.lend("x", x))
        cases[case] = {"first": first, "y": y, "dx": layer.backward(handin.lend("dy", dy))}
    return cases


def inference(handin, rng):
    """Arrays `y` and `dx`: of a layer that has never been trained, and of one that has."""
    cases = {}
    for case, before in (("at once", 0), ("after training", 2)):
        [(_, _, x)], dy, layer = inputs(rng, (0.6,)), gradient(rng), _layer(handin, 0.6)
        for _ in range(before):
            layer.forward(handin.lend("x", x))
        y = layer.forward(handin.lend("x", x), train=False)
        cases[case] = {"y": y, "dx": layer.backward(handin.lend("dy", dy)), "_x": x, "_dy": dy}
    return cases


def inputs(rng, probabilities):
    """For each probability of keeping: a name, it, and an array without any 0."""
    for p in probabilities:
        yield f"p = {p}", p, gradient(rng)


def rated(rng):
    """For each probability at which rates are counted: a name, it, and many small arrays without any 0."""
    for p in RATES:
        yield f"p = {p}", p, gradient(rng, (MANY_TINY, *TINY))


def gradient(rng, shape=SHAPE):
    """Numbers of both signs, none of them near 0."""
    return rng.uniform(0.5, 2, shape) * rng.choice([-1.0, 1.0], shape)


def _layer(handin, p):
    return handin.load(FILE).Dropout(p)
