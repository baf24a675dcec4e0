"""The student's array holds the expected numbers in other places."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from graders.compare.shape import axis_name
from graders.diagnose.relations.finding import NAMED, PLAIN, Finding
from graders.diagnose.relations.pair import Pair

FEWEST = 8
"""Different numbers that must turn up in other places: a few of them do so by accident."""

SAME = 1e-10
"""Relative rounding between computations of one number: sorted noise would pass any tolerance."""


def transposed(pair: Pair) -> list[Finding]:
    """got = expectedᵀ: the last two axes swapped."""
    if pair.expected.ndim < 2 or not pair.equals(pair.expected.swapaxes(-1, -2)):
        return []
    return [
        Finding(
            "transposed",
            ("transposed",),
            NAMED,
            "transposed",
            "Look for a .T too many or missing.",
            pair.witnesses,
        )
    ]


def flipped(pair: Pair) -> list[Finding]:
    """got = flip(expected), along one axis or two."""
    return [
        Finding(
            "flipped",
            ("flipped", *map(str, axes)),
            NAMED,
            f"reversed along {' and '.join(axis_name(axis, pair.axes) for axis in axes)}",
            "Convolution and cross-correlation differ by such a flipped filter.",
            pair.witnesses,
        )
        for axes in _flips(pair.expected.ndim)
        if pair.equals(np.flip(pair.expected, axes))
    ]


def rearranged(pair: Pair) -> list[Finding]:
    """The very same numbers, in another order that has no name of its own."""
    if len(pair.witnesses) < FEWEST or not _same_sums(pair) or transposed(pair) or flipped(pair):
        return []
    got, expected = np.sort(pair.got, axis=None), np.sort(pair.expected, axis=None)
    if not (np.abs(got - expected) <= SAME * np.abs(expected)).all():
        return []
    advice = "Look for a reshape where a transpose is due, or for rows that were shuffled."
    predicate = "made of the very numbers that are expected, but in other places"
    return [Finding("order", ("order",), PLAIN, predicate, advice, pair.witnesses)]


def _same_sums(pair: Pair) -> bool:
    """Whether the sums of the numbers and of their sizes are the same: a cheap look before sorting."""
    size = float(np.abs(pair.expected).sum())
    sums = float(pair.got.sum() - pair.expected.sum()), float(np.abs(pair.got).sum()) - size
    return all(abs(difference) <= SAME * size for difference in sums)


def _flips(axes: int) -> Iterator[tuple[int, ...]]:
    yield from ((axis,) for axis in range(axes))
    yield from combinations(range(axes), 2)
