"""Meta-learns logistic regression of 4 parameters. Inner steps are large, so that curvature matters."""

import numpy as np

FILE = "maml.py"
ALPHA, BETA = 0.6, 0.25


def derivatives(handin, rng):
    """Arrays `gradient` (4,) and `hessian` (4, 4)."""
    maml, theta, (X, y) = handin.load(FILE), _theta(rng), _batch(rng)
    lent = [handin.lend(name, array) for name, array in (("theta", theta), ("X", X), ("y", y))]
    return {"gradient": maml.gradient(*lent), "hessian": maml.hessian(*lent[:2]), "_theta": theta}


def adapt(handin, rng):
    """Array `path` (steps + 1, 4)."""
    cases = {}
    for case, steps in (("1 step", {}), ("4 steps", {"steps": 4})):
        theta, (X, y) = _theta(rng), _batch(rng)
        lent = [handin.lend(name, array) for name, array in (("theta", theta), ("X", X), ("y", y))]
        cases[case] = {"path": handin.load(FILE).adapt(*lent, ALPHA, **steps), "_theta": theta}
    return cases


def one_inner_step(handin, rng):
    """Array `meta_gradient` (4,)."""
    return _meta_gradient(handin, rng)


def three_inner_steps(handin, rng):
    return _meta_gradient(handin, rng, steps=3)


def outer_step(handin, rng):
    """Array `theta` (4,): after a step over 4 tasks."""
    theta, tasks = _theta(rng), [(_batch(rng), _batch(rng)) for _ in range(4)]
    lent = [tuple(_lend(handin, batch) for batch in task) for task in tasks]
    moved = handin.load(FILE).outer_step(handin.lend("theta", theta), lent, ALPHA, BETA)
    return {"theta": moved, "_theta": theta}


def _meta_gradient(handin, rng, **steps):
    theta, support, query = _theta(rng), _batch(rng), _batch(rng)
    lent = _lend(handin, support), _lend(handin, query)
    g = handin.load(FILE).meta_gradient(handin.lend("theta", theta), *lent, ALPHA, **steps)
    return {"meta_gradient": g, "_theta": theta}


def _theta(rng):
    return rng.standard_normal(4)


def _batch(rng):
    """Nine examples, with features of different spread and some labels of each kind."""
    X = rng.standard_normal((9, 4)) * np.array([0.7, 1.0, 1.6, 2.2])
    return X, rng.permutation([0.0, 0, 0, 0, 1, 1, 1, 1, 1])


def _lend(handin, batch):
    return tuple(handin.lend(name, array) for name, array in zip("Xy", batch, strict=True))
