"""Gradients beside finite differences of the student's own forward pass.

A check's `gradients` names pairs of arrays: a gradient, and the differences that the exercise took of the
forward pass next to it (`handin.differences`). The gradient is compared with the student's own differences,
so that a wrong forward pass does not make a right backward pass wrong; the differences are compared with
the reference's. Both arrays come out of the student's box and are claims like any other: where both must
be right, a lie in either is found, and what `credit = "array"` gives for the gradient alone is given on
the word of the box.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from graders.answer import Arrays, Key
from graders.compare.naming import quoted
from graders.compare.number import counted, times_text
from graders.compare.tolerance import Tolerance, tolerance_for
from graders.problem import Check
from graders.report import Mismatch

Array = NDArray[np.generic]

GOOD_FOR = {"float64": (1e-6, 1e-9), "float32": (1e-2, 1e-3), "float16": (1e-1, 3e-2)}
"""What the forward pass computes in → how near its differences come: relative to an entry, or, where that is
more, to the largest. Steps of eps^(1/3) leave errors of eps^(2/3), and rounding grows with the sum."""


def measure(key: Key, answered: Arrays, expected: Arrays, check: Check) -> tuple[Array, Tolerance]:
    """What an array that was answered is compared with, and how near it must be."""
    got, due = answered[key], expected[key]
    if key[1] in check.gradients.values():
        return due, _tolerance(check, got, due)
    own = own_differences(key, answered, expected, check)
    if own is not None:
        return own, _tolerance(check, own)
    return due, tolerance_for(check, got.dtype, due.dtype)


def own_differences(key: Key, answered: Arrays, expected: Arrays, check: Check) -> Array | None:
    """The differences that a gradient is compared with; None for other arrays, and where they say nothing.

    They say nothing where they are absent, not finite or of another shape, or all 0 where the reference's
    are not: any function's gradient agrees with itself, and a constant's agrees with doing nothing.
    """
    place = (key[0], check.gradients.get(key[1], ""))
    own, due = answered.get(place), expected.get(place)
    if own is None or due is None or own.shape != expected[key].shape or own.dtype.kind != "f":
        return None
    if not np.isfinite(own).all() or (not own.any() and due.any()):
        return None
    return own


def disagreement(key: Key, mismatch: Mismatch | None) -> Mismatch | None:
    """What is wrong with a gradient, said as what it is: backward against forward, both the student's."""
    if mismatch is None or mismatch.kind != "values" or mismatch.worst is None:
        return mismatch
    worst, disagree = mismatch.worst, "disagrees" if mismatch.wrong == 1 else "disagree"
    where = f" at {list(worst.index)}" if worst.index else ""
    message = (
        f"{quoted(key)}: {mismatch.wrong:,} of {counted(mismatch.total, 'element')} {disagree} with "
        f"differences of your own forward pass; worst{where}: differences give {worst.expected}, your "
        f"gradient {worst.got}, {times_text(mismatch.times_allowed)} times the error allowed."
    )
    return msgspec.structs.replace(mismatch, kind="gradient", message=message)


def _tolerance(check: Check, *differences: Array) -> Tolerance:
    """How near the coarsest of these differences can be expected to come."""
    near, floor = max(GOOD_FOR.get(array.dtype.name, GOOD_FOR["float64"]) for array in differences)
    last = differences[-1]
    largest = float(np.abs(last[np.isfinite(last)]).max(initial=0.0))
    return Tolerance(max(check.rtol, near), max(check.atol, floor * largest), relative=True)
