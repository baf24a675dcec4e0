"""Stage 4: a known wrong solution of this problem gives exactly these arrays."""

from dataclasses import dataclass
from types import EllipsisType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from graders.answer import Key
from graders.compare.closeness import Times, times_allowed
from graders.compare.tolerance import tolerance_for
from graders.diagnose.evidence import Evidence
from graders.problem import Check, Misconception
from graders.report import Explanation

MUCH_NEARER = 4.0
"""How many times nearer the student must be to the wrong solution than to the right one."""

Array = NDArray[np.generic]


def known_mistake(evidence: Evidence) -> Explanation | None:
    """The misconception whose arrays equal the student's in every case, within the check's tolerance.

    One that claims the check goes first; of those that do not, it must be the only one.
    """
    arrays = evidence.answer.arrays
    if not evidence.mismatches or not set(evidence.due) <= set(arrays):
        return None
    errors: list[_Error] = []
    unclaimed: list[Misconception] = []
    for misconception, wrong in evidence.wrong_solutions():
        errors = errors or _errors(evidence)
        if not all(error.key in wrong and error.is_explained_by(wrong[error.key]) for error in errors):
            continue
        if evidence.check.name in misconception.fails:
            return _told(misconception)
        unclaimed.append(misconception)
    return _told(unclaimed[0]) if len(unclaimed) == 1 else None


def _errors(evidence: Evidence) -> "list[_Error]":
    """The errors of all arrays, the largest first: most wrong solutions fail to explain that one."""
    errors = [_Error.of(evidence.answer.arrays[key], evidence, key) for key in evidence.due]
    return sorted(errors, key=lambda error: error.far, reverse=True)


def _told(misconception: Misconception) -> Explanation:
    return Explanation("misconception", misconception.hint, misconception.name)


@dataclass(frozen=True)
class _Error:
    """How far an array of the student's is from the right one, and where it is farthest."""

    key: Key
    got: Array
    check: Check
    far: float
    at: tuple[slice | EllipsisType, ...]

    @classmethod
    def of(cls, got: Array, evidence: Evidence, key: Key) -> Self:
        times = _times(got, evidence.expected[key], evidence.check)
        worst = np.unravel_index(int(times.argmax()), times.shape) if times.size else ()
        at = tuple(slice(int(i), int(i) + 1) for i in worst)
        return cls(key, got, evidence.check, float(times.max(initial=0.0)), (*at, ...))

    def is_explained_by(self, wrong: Array) -> bool:
        """Whether the array is the wrong solution's, and no nearer to the right one.

        Where the student is only just wrong, a wrong solution that is only just wrong as well would fit
        by accident; so it must fit much better than the right one does, and be wrong itself.
        """
        if wrong.shape != self.got.shape or (wrong.dtype.kind in "US") != (self.got.dtype.kind in "US"):
            return False
        # Most wrong solutions part from the student's at the worst element, which costs next to nothing.
        if _times(self.got[self.at], wrong[self.at], self.check).max(initial=0.0) > 1:
            return False
        near = float(_times(self.got, wrong, self.check).max(initial=0.0))
        right = self.far <= 1
        return near <= 1 and (right or (near * MUCH_NEARER <= self.far and self.far - near > 1))


def _times(got: Array, expected: Array, check: Check) -> Times:
    return times_allowed(got, expected, tolerance_for(check, got.dtype, expected.dtype))
