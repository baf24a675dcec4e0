"""Central differences: the gradient of a function that is only called, never looked into.

A copy of this file goes into every starter kit, so it keeps to Python 3.8.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np


def differences(
    f: Callable[[np.ndarray], Any], at: np.ndarray, along: np.ndarray | float = 1.0
) -> np.ndarray:
    """The gradient of sum(along · f(x)) by x, at `at`: an array of its shape.

    f is called 2 · at.size + 1 times, with a new float64 array each time, whatever `at` is, and answers an
    array or a number; `along` must fit it. A step is the cube root of the rounding of the dtype that f
    answers in, where the errors of rounding and of the formula are alike (Press et al., Numerical Recipes,
    section 5.7), times the size of the entry that is moved; a result in float32 comes back as float32.
    """
    here = np.asarray(at, dtype=np.float64)
    dtype = _dtype(f(here.copy()))
    step = float(np.finfo(dtype).eps) ** (1 / 3)
    slopes = np.empty(here.shape)
    for place in np.ndindex(*here.shape):
        size = step * max(1.0, abs(float(here[place])))
        low, high = float(here[place]) - size, float(here[place]) + size
        rise = _value(f, here, place, high) - _value(f, here, place, low)
        slopes[place] = np.sum(along * rise) / (high - low)
    return slopes.astype(dtype)


def _value(
    f: Callable[[np.ndarray], Any], at: np.ndarray, place: tuple[int, ...], entry: float
) -> np.ndarray:
    """What f answers where one entry is another; f may write into what it is given."""
    moved = at.copy()
    moved[place] = entry
    return np.array(f(moved), dtype=np.float64)


def _dtype(answer: Any) -> np.dtype:
    """The dtype that a function computes in; that of Python's numbers is float64."""
    dtype = np.asarray(answer).dtype
    return dtype if dtype.kind == "f" else np.dtype(np.float64)
