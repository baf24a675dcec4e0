"""Unrolls a cell that writes down its calls, then runs a network of 4 inputs, 6 units and 3 outputs."""

import numpy as np

FILE = "rnn.py"


def unroll(handin, rng):
    """Array `states` (T, 3), and `calls` (): how often the cell was called."""
    unroll = handin.load(FILE).unroll
    return {f"{steps} steps": _unrolled(unroll, rng, steps) for steps in (1, 2, int(rng.integers(5, 20)))}


def forward(handin, rng):
    """Arrays `h` (7, 6) and `y` (7, 3)."""
    x, h0, p = _draw(rng)
    h, y = handin.load(FILE).forward(handin.lend("x", x), handin.lend("h0", h0), _copy(p))
    return {"h": h, "y": y, "_x": x, "_h0": h0}


def output_gradients(handin, rng):
    """Arrays `Why` (3, 6) and `by` (3,)."""
    return _gradients(handin, rng, ["Why", "by"])


def recurrent_gradients(handin, rng):
    """Arrays `Wxh` (6, 4), `Whh` (6, 6) and `bh` (6,)."""
    return _gradients(handin, rng, ["Wxh", "Whh", "bh"])


def _unrolled(unroll, rng, steps):
    A, calls = rng.standard_normal((3, 3)), []

    def cell(x, h):
        calls.append(x)
        return np.tanh(A @ h + x)

    states = unroll(cell, list(rng.standard_normal((steps, 3))), rng.standard_normal(3))
    return {"states": np.array(states), "calls": np.array(len(calls), dtype=float)}


def _gradients(handin, rng, names):
    """The states are handed over, so that a wrong forward pass costs nothing here."""
    x, h0, p = _draw(rng)
    h = _states(x, h0, p)
    dy = rng.standard_normal((7, 3))
    lent = [handin.lend(name, array) for name, array in (("dy", dy), ("x", x), ("h", h), ("h0", h0))]
    gradients = handin.load(FILE).backward(*lent, _copy(p))
    return {f"d{name}": gradients[name] for name in names} | {"_x": x, "_h": h, "_h0": h0, "_dy": dy}


def _states(x, h, p):
    states = []
    for row in x:
        h = np.tanh(p["Wxh"] @ row + p["Whh"] @ h + p["bh"])
        states.append(h)
    return np.array(states)


def _draw(rng):
    """Inputs (7, 4), the first state (6,) and parameters."""
    shapes = {"Wxh": (6, 4), "Whh": (6, 6), "bh": (6,), "Why": (3, 6), "by": (3,)}
    p = {name: 0.5 * rng.standard_normal(shape) for name, shape in shapes.items()}
    return rng.standard_normal((7, 4)), 0.5 * rng.standard_normal(6), p


def _copy(p):
    return {name: array.copy() for name, array in p.items()}
