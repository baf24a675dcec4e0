"""Arrays of the right dtype and shape: whether their values are right."""

import numpy as np
from numpy.typing import NDArray

from graders.answer import Key
from graders.compare.closeness import Times, times_allowed
from graders.compare.error_map import draw_error_map
from graders.compare.naming import quoted
from graders.compare.number import counted, texts, times_text
from graders.compare.tolerance import Tolerance
from graders.problem import Check
from graders.report import Mismatch, Worst

Array = NDArray[np.generic]


def compare_values(
    key: Key, got: Array, expected: Array, tolerance: Tolerance, check: Check
) -> Mismatch | None:
    """What is wrong with the values of an array of the expected shape; None if nothing is.

    Kind "finite" where NaN or an infinity stands for a number, or a number for one of them; else "values".
    `times_allowed` is 0 where it has no meaning: for exact answers and for those that are not finite.
    """
    times = times_allowed(got, expected, tolerance)
    wrong = times > 1
    if not wrong.any():
        return None
    stray = _strays(got, expected) & wrong
    kind, at = ("finite", _largest(stray)) if stray.any() else ("values", _largest(times))
    worst = Worst(at, *texts(expected[at], got[at]))
    said = (
        _describe_strays(got, expected, stray) if stray.any() else _describe_values(times, worst, tolerance)
    )
    return Mismatch(
        case=key[0],
        array=key[1],
        kind=kind,
        message=f"{quoted(key)}: {said}.",
        wrong=int(np.count_nonzero(wrong)),
        total=int(times.size),
        times_allowed=float(times[at]) if np.isfinite(times[at]) else 0.0,
        worst=worst,
        map=draw_error_map(times, check.axes.get(key[1], ())),
    )


def _largest(array: Array) -> tuple[int, ...]:
    """Index of the largest element, the first if there are several."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(array)), array.shape))


def _strays(got: Array, expected: Array) -> NDArray[np.bool_]:
    """Where exactly one of the two is NaN or infinite, or both are but differently."""
    return ~(_finite(got) & _finite(expected))


def _finite(array: Array) -> NDArray[np.bool_]:
    if array.dtype.kind in "fc":
        return np.isfinite(array)
    return np.ones(array.shape, dtype=np.bool_)


def _describe_values(times: Times, worst: Worst, tolerance: Tolerance) -> str:
    wrong = int(np.count_nonzero(times > 1))
    where = f" at {list(worst.index)}" if worst.index else ""
    far = float(times.max())
    allowed = f", {times_text(far)} times the error allowed" if np.isfinite(far) else ""
    first = "worst" if np.isfinite(far) else "first"
    differ = "differs" if wrong == 1 else "differ"
    return (
        f"{wrong:,} of {counted(times.size, 'element')} {differ}; {first}{where}: "
        f"expected {worst.expected}, got {worst.got}{allowed} ({tolerance})"
    )


def _describe_strays(got: Array, expected: Array, stray: NDArray[np.bool_]) -> str:
    """How many elements are not finite where they should be, or the reverse, and where the first is."""
    first = _largest(stray)
    where = f", the first at {list(first)}" if first else ""
    lost = stray & ~_finite(got)
    if not lost.any():
        due, came = texts(expected[first], got[first])
        count = counted(int(np.count_nonzero(stray)), "element")
        return f"{count} should not be finite{where}: expected {due}, got {came}"
    nans = int(np.count_nonzero(np.isnan(got) & stray))
    infinities = int(np.count_nonzero(lost)) - nans
    found = [f"{nans:,} NaN"] if nans else []
    found += [counted(infinities, "infinite element")] if infinities else []
    return f"{' and '.join(found)} among {counted(stray.size, 'element')}{where}"
