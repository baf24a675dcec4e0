"""Differentiates compositions of functions that write down when they are called."""

import numpy as np

FILE = "autodiff.py"


def forward_mode(handin, rng):
    """Array `derivative` () for three compositions."""
    return _derivatives(handin.load(FILE).forward_mode, rng)


def reverse_mode(handin, rng):
    return _derivatives(handin.load(FILE).reverse_mode, rng)


def order(handin, rng):
    """Array `order` (n,): which derivative was called when. Array `repeats` (2n,): calls beyond the first.

    Calling the outermost function, whose value nobody needs, costs nothing: it is one call.
    """
    autodiff, n = handin.load(FILE), int(rng.integers(4, 40))
    return {
        "forward": _trace(autodiff.forward_mode, rng, n),
        "reverse": _trace(autodiff.reverse_mode, rng, n),
    }


def evaluations(handin, rng):
    """Numbers of calls () for some lengths of the composition."""
    autodiff = handin.load(FILE)
    return {
        f"{n} functions": {
            "naive": np.asarray(autodiff.naive_evaluations(n), dtype=float),
            "either_mode": np.asarray(autodiff.mode_evaluations(n), dtype=float),
        }
        for n in (1, 3, int(rng.integers(5, 50)))
    }


def _derivatives(mode, rng):
    answers = {}
    for n in (1, 3, 6):
        fs, dfs = _draw(rng, n)
        derivative = mode(fs, dfs, rng.uniform(0.5, 1))
        answers[f"{n} functions"] = {"derivative": np.asarray(derivative, dtype=float)}
    return answers


def _trace(mode, rng, n):
    calls = []
    fs, dfs = _draw(rng, n)
    noted = [_noting(calls, ("f", i), f) for i, f in enumerate(fs)]
    noted_dfs = [_noting(calls, ("df", i), df) for i, df in enumerate(dfs)]
    mode(noted, noted_dfs, 0.7)
    repeats = [max(0, calls.count((kind, i)) - 1) for kind in ("f", "df") for i in range(n)]
    return {
        "order": np.array([i for kind, i in dict.fromkeys(calls) if kind == "df"], dtype=float),
        "repeats": np.array(repeats, dtype=float),
    }


def _noting(calls, name, function):
    def noted(x):
        calls.append(name)
        return function(x)

    return noted


def _draw(rng, n):
    """Functions whose values stay between 0 and 2, however many there are."""
    kinds = [
        (lambda a, x: np.sin(a * x) + 1, lambda a, x: a * np.cos(a * x)),
        (lambda a, x: np.exp(-a * x), lambda a, x: -a * np.exp(-a * x)),
        (lambda a, x: a * x**2 / 2, lambda a, x: a * x),
    ]
    chosen = [(kinds[i % 3], a) for i, a in enumerate(rng.uniform(0.4, 0.9, n))]
    fs = [lambda x, f=f, a=a: f(a, x) for (f, _), a in chosen]
    dfs = [lambda x, df=df, a=a: df(a, x) for (_, df), a in chosen]
    return fs, dfs
