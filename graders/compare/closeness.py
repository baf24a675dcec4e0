"""How far every element is off, measured in the error that is allowed there."""

import numpy as np
from numpy.typing import NDArray

from graders.compare.tolerance import Tolerance

Times = NDArray[np.float64]
"""Error of each element over the error allowed there: 0 is the same, up to 1 is right, inf is hopeless."""


def times_allowed(got: NDArray[np.generic], expected: NDArray[np.generic], tolerance: Tolerance) -> Times:
    """The error of every element of `got`, over what `tolerance` allows there.

    NaN is right where NaN is expected, and an infinity where the same one is; a result is never NaN, so
    `times > 1` is exactly the wrong elements. Raises ValueError for different shapes: nothing is broadcast.
    """
    if got.shape != expected.shape:
        raise ValueError(f"shapes {got.shape} and {expected.shape} differ, and nothing is broadcast")
    if got.dtype.kind not in "fc" and expected.dtype.kind not in "fc":
        return np.where(got == expected, 0.0, np.inf)
    wide = np.result_type(got, expected, np.float64)
    return _measure(got.astype(wide, copy=False), expected.astype(wide, copy=False), tolerance)


def _measure(got: NDArray[np.inexact], expected: NDArray[np.inexact], tolerance: Tolerance) -> Times:
    with np.errstate(all="ignore"):
        allowed = tolerance.allowed(got, expected)
        times = np.asarray(np.abs(got - expected) / allowed, dtype=np.float64)
    # 0 / 0, inf / inf and inf − inf: whatever cannot be measured is right only if it is the same.
    unclear = np.isnan(times)
    if unclear.any():
        times[unclear] = np.where(_same(got[unclear], expected[unclear]), 0.0, np.inf)
    return times


def _same(got: NDArray[np.inexact], expected: NDArray[np.inexact]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return same
