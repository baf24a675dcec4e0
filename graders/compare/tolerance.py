"""How near is near enough, by the kind of numbers."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graders.problem import Check, Compare

Inexact = NDArray[np.inexact]


@dataclass(frozen=True)
class Tolerance:
    """An element may be off by rtol · |expected| + atol.

    relative: by rtol times the larger of |got| and |expected|, or else by atol, whichever is more.
    """

    rtol: float
    atol: float
    relative: bool = False

    def __str__(self) -> str:
        if self.relative:
            return f"relative error {self.rtol:g}" + (f" or {self.atol:g}" if self.atol else "")
        return f"rtol {self.rtol:g}, atol {self.atol:g}" if self.rtol or self.atol else "exactly"

    def allowed(self, got: Inexact, expected: Inexact) -> NDArray[np.floating]:
        """The error allowed at each element."""
        size: NDArray[np.floating] = np.abs(expected)
        if not self.relative:
            return self.rtol * size + self.atol
        larger: NDArray[np.floating] = np.maximum(np.abs(got), size)
        allowed: NDArray[np.floating] = np.maximum(self.rtol * larger, self.atol)
        return allowed


EXACT = Tolerance(0.0, 0.0)

# No check can ask for finer agreement than a few units in the last place of what the numbers can hold.
FINEST_RTOL = {"float16": 2e-3, "float32": 1e-6, "complex64": 1e-6}


@cache
def _finest_rtol(dtype: np.dtype[np.generic]) -> float:
    # numpy makes a dtype's name anew each time, which takes longer than to compare a small array.
    return FINEST_RTOL.get(dtype.name, 0.0)


def tolerance_for(check: Check, *dtypes: np.dtype[np.generic]) -> Tolerance:
    """The check's tolerance for arrays of these dtypes: EXACT unless floating or complex.

    A check that asks for exact numbers (rtol = atol = 0) gets them, whatever the dtype.
    """
    inexact = [dtype for dtype in dtypes if dtype.kind in "fc"]
    if not inexact or check.rtol == check.atol == 0:
        return EXACT
    finest = max(map(_finest_rtol, inexact))
    return Tolerance(max(check.rtol, finest), check.atol, check.compare is Compare.RELATIVE_ERROR)
