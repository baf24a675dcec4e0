"""Where within an array its wrong elements lie."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graders.compare.shape import axis_name
from graders.diagnose.relations.pair import Pair

Mask = NDArray[np.bool_]
Region = tuple[str, Mask]

FEWEST = 3
MOST = 0.5
"""Share of a region that must be wrong: a few errors lie within some large region by accident."""


def describe_place(pair: Pair) -> str:
    """The region that holds every wrong element, such as "where the input is negative"; "" if none."""
    wrong = pair.times > 1
    count = int(np.count_nonzero(wrong))
    if count < FEWEST:
        return ""
    for said, region in _regions(pair):
        size = int(np.count_nonzero(region))
        if size < region.size and count >= MOST * size and not wrong[~region].any():
            return said
    return ""


def _regions(pair: Pair) -> Iterator[Region]:
    """Regions that mean something, the more telling and the smaller ones first."""
    x = pair.context.get("x")
    if x is not None and x.shape == pair.got.shape:
        yield "where the input is 0", x == 0
        yield "where the input is negative", x < 0
        yield "where the input is positive", x > 0
        yield "where the input is 0 or negative", x <= 0
    yield from _indices(pair)
    if pair.got.ndim == 2 and len(set(pair.got.shape)) == 1:
        yield "on the diagonal", np.eye(len(pair.got), dtype=np.bool_)


def _indices(pair: Pair) -> Iterator[Region]:
    """The one row, column or slice that holds wrong elements, where it is only one."""
    wrong = pair.times > 1
    for axis, length in enumerate(wrong.shape if wrong.ndim > 1 else ()):
        slices = np.flatnonzero(wrong.any(axis=tuple(other for other in range(wrong.ndim) if other != axis)))
        if len(slices) == 1 and length >= FEWEST:
            index = int(slices[0])
            last = ", its last" if index == length - 1 else ""
            region = np.zeros(wrong.shape, dtype=np.bool_)
            region.swapaxes(0, axis)[index] = True
            yield f"at index {index} of {axis_name(axis, pair.axes)}{last}", region
