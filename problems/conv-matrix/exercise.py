"""Convolves vectors of a few sizes; among them a filter of one entry and one as long as its input."""

FILE = "conv_matrix.py"
SIZES = {"n = 4, k = 3": (4, 3), "n = 9, k = 4": (9, 4), "n = 5, k = 1": (5, 1), "n = 6, k = 6": (6, 6)}


def matrix(handin, rng):
    """Array `matrix` (n − k + 1, n)."""
    run = handin.load(FILE).matrix
    cases = {}
    for name, (n, k) in SIZES.items():
        w = rng.standard_normal(k)
        cases[name] = {"matrix": run(handin.lend("w", w), n), "_w": w}
    return cases


def padded(handin, rng):
    """Array `y` for a padding of 0, 1 and 2."""
    run = handin.load(FILE).convolve
    cases = {}
    for padding in range(3):
        x, w = rng.standard_normal(4), rng.standard_normal(3)
        y = run(handin.lend("x", x), handin.lend("w", w), padding)
        cases[f"padding {padding}"] = {"y": y, "_x": x, "_w": w}
    return cases


def grad_x(handin, rng):
    return _gradient(handin, rng, "grad_x")


def grad_w(handin, rng):
    return _gradient(handin, rng, "grad_w")


def _gradient(handin, rng, name):
    """One of `grad_x` (n,) and `grad_w` (k,)."""
    backward = handin.load(FILE).backward
    cases = {}
    for case, (n, k) in SIZES.items():
        grad_y, x, w = rng.standard_normal(n - k + 1), rng.standard_normal(n), rng.standard_normal(k)
        grad_x, grad_w = backward(handin.lend("grad_y", grad_y), handin.lend("x", x), handin.lend("w", w))
        found = {"grad_x": grad_x, "grad_w": grad_w}
        cases[case] = {name: found[name], "_grad_y": grad_y, "_x": x, "_w": w}
    return cases
