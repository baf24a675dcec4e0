"""Lists, tuples and single numbers read as arrays, where they plainly are numbers.

Types are looked at exactly and every list is copied first, so that no method of a handin's own class is
ever called. A copy of this file goes into every starter kit, so it keeps to Python 3.8.
"""

from __future__ import annotations

from typing import Any

import numpy as np

MOST = 1 << 20
"""Lists and numbers in an answer, all together; who has more works with arrays."""
DEEPEST = 32
"""Lists within lists; an array has no more axes in the oldest numpy of a runtime."""

_NUMBERS = frozenset([bool, int, float, complex, *(np.dtype(code).type for code in "?bBhHiIlLqQefdFD")])


class _NotPlain(Exception):
    """There is something else among the numbers, or too much of it."""


def read_plainly(value: Any) -> np.ndarray | None:
    """The array that lists or tuples of numbers and arrays spell out; None for anything else."""
    try:
        array = np.array(_Copying().copy(value, DEEPEST))
    except (_NotPlain, ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "biufc" else None


class _Copying:
    """Copies nested lists whose every part has exactly a type that is known."""

    def __init__(self) -> None:
        self._left = MOST

    def copy(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _NUMBERS:
            self._spend(1)
        elif kind is np.ndarray and value.dtype.kind in "biufc":
            self._spend(value.size + 1)
        elif (kind is list or kind is tuple) and depth:
            self._spend(1)
            return [self.copy(part, depth - 1) for part in value]
        else:
            raise _NotPlain
        return value

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise _NotPlain
