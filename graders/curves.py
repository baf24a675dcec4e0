"""Arrays of one dimension, drawn beside the expected ones: training is looked at rather than read."""

import math

from graders.answer import Arrays
from graders.problem import Check
from graders.report import Curve

MOST_POINTS = 2000
"""A longer array is no curve that anybody could look at."""

Points = tuple[float | None, ...]


def curves_of(check: Check, got: Arrays, expected: Arrays) -> tuple[Curve, ...]:
    """The curves that a check asks for, by case, as far as the answer holds them.

    The expected ones are the reference's own: of a judged check it may have gone another way.
    """
    return tuple(
        Curve(
            f"{case}: {name}" if case else name,
            _points(got, (case, name)),
            _points(expected, (case, name)),
            next(iter(check.axes.get(name, [])), ""),
        )
        for wanted in check.curves
        for case, name in expected
        if name == wanted and _points(got, (case, name))
    )


def _points(arrays: Arrays, key: tuple[str, str]) -> Points:
    """The numbers of an array; none where it is no curve."""
    array = arrays.get(key)
    if array is None or array.ndim != 1 or array.dtype.kind not in "fiub" or array.size > MOST_POINTS:
        return ()
    return tuple(number if math.isfinite(number) else None for number in map(float, array.tolist()))
