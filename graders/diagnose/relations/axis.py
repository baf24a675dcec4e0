"""Sums and means over axes, and over the wrong ones."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from graders.compare.shape import axis_name
from graders.compare.tolerance import Tolerance
from graders.diagnose.relations.finding import NAMED, Finding
from graders.diagnose.relations.pair import Array, Pair, agree

OPERATIONS: tuple[tuple[str, Callable[..., Array]], ...] = (("summed", np.sum), ("averaged", np.mean))

LARGEST = 100_000
"""Elements of the largest context array that is summed in search of an explanation."""

Reduction = tuple[str, str, Array]
"""The axis by its name, what was done over it, and the result."""


def over_another_axis(pair: Pair) -> list[Finding]:
    """got and expected are sums or means of one context array, over different axes."""
    return [
        Finding("axis", ("axis", *found), NAMED, found[0], found[1], pair.witnesses)
        for source in pair.context.values()
        if (found := other_axis(source, pair.got, pair.expected, pair.tolerance))
    ]


def other_axis(source: Array, got: Array, expected: Array, tolerance: Tolerance) -> tuple[str, str] | None:
    """What was done to `source` over one axis, and what must be done over another; None if nothing fits."""
    if not max(got.size, expected.size) < source.size <= LARGEST:
        return None
    results = list(reductions(source, ()))
    right = [(name, done) for name, done, result in results if same_numbers(result, expected, tolerance)]
    wrong = [(name, done) for name, done, result in results if same_numbers(got, result, tolerance)]
    if not len(right) == len(wrong) == 1 or right[0][0] == wrong[0][0]:
        return None
    return f"{wrong[0][1]} over {wrong[0][0]}", f"It must be {right[0][1]} over {right[0][0]}."


def reductions(array: Array, axes: Sequence[str]) -> Iterator[Reduction]:
    """Sums and means over each axis that is longer than 1."""
    for axis in range(array.ndim if array.ndim > 1 else 0):
        if array.shape[axis] > 1:
            for done, operation in OPERATIONS:
                yield axis_name(axis, axes), done, operation(array, axis=axis)


def same_numbers(one: Array, other: Array, tolerance: Tolerance) -> bool:
    """Whether two arrays hold the same numbers in order, whatever their shapes."""
    return one.size == other.size and agree(one.ravel(), other.ravel(), tolerance)
