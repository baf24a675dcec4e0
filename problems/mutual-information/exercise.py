"""Asks for numbers of distributions: drawn ones, ones with zeros, and extremes."""

import numpy as np

FILE = "information.py"


def entropy(handin, rng):
    """Array `nats` () for single distributions and a joint one."""
    cases = {
        "a distribution": _draw(rng, 6),
        "one with zeros": _with_zeros(rng, 6),
        "a certain outcome": np.eye(4)[rng.integers(4)],
        "a joint distribution": _draw(rng, 3, 4),
    }
    return _ask(handin, "entropy", cases)


def kl(handin, rng):
    pairs = {
        "two distributions": (_draw(rng, 5), _draw(rng, 5)),
        "zeros in the first": (_with_zeros(rng, 5), _draw(rng, 5)),
        "zeros in the same places": _common_zeros(rng, 6),
    }
    function = handin.load(FILE).kl
    return {
        case: {"nats": _number(function(handin.lend("p", p), handin.lend("q", q))), "_p": p, "_q": q}
        for case, (p, q) in pairs.items()
    }


def no_room(handin, rng):
    """Array `infinite` (): whether the divergence is, where q is 0 and p is not; and one of 0."""
    p = _draw(rng, 5)
    q = _with_zeros(rng, 5)
    function = handin.load(FILE).kl
    with np.errstate(all="ignore"):
        return {
            "infinite": np.array(np.isposinf(_number(function(p.copy(), q.copy())))),
            "itself": _number(function(p.copy(), p.copy())),
            "finite": _number(function(q.copy(), p.copy())),
        }


def conditional_entropy(handin, rng):
    return _ask(handin, "conditional_entropy", _joints(rng))


def mutual_information(handin, rng):
    return _ask(handin, "mutual_information", _joints(rng))


def _joints(rng):
    return {
        "a joint distribution": _draw(rng, 3, 5),
        "one with zeros": _with_zeros(rng, 4, 3),
        "independent": np.outer(_draw(rng, 4), _draw(rng, 3)),
        "y determined by x": _draw(rng, 4)[:, None] * np.eye(3)[[0, 1, 2, 0]],
    }


def _ask(handin, name, cases):
    function = getattr(handin.load(FILE), name)
    return {case: {"nats": _number(function(handin.lend("p", p))), "_p": p} for case, p in cases.items()}


def _draw(rng, *shape):
    weights = rng.exponential(size=shape) + 0.02
    return weights / weights.sum()


def _with_zeros(rng, *shape):
    """Two outcomes are impossible."""
    weights = _draw(rng, *shape)
    weights.flat[rng.choice(weights.size, 2, replace=False)] = 0
    return weights / weights.sum()


def _common_zeros(rng, n):
    p = _with_zeros(rng, n)
    q = _draw(rng, n) * (p > 0)
    return p, q / q.sum()


def _number(value):
    return np.asarray(value, dtype=float)
