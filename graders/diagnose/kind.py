"""Stage 2: an array is missing, or is not the kind of thing that was asked for."""

import numpy as np
from numpy.typing import NDArray

from graders.compare.naming import is_context, quoted
from graders.compare.tolerance import tolerance_for
from graders.diagnose.evidence import Evidence
from graders.diagnose.reduction import Misshapen, find_slip
from graders.diagnose.wording import be, listed
from graders.report import Explanation, Mismatch

ORDER = ("absent", "extra", "type", "dtype", "shape")

SINGLE_NOISE = 1e-3
"""The largest error, relative to the largest number, that single precision is blamed for."""


def wrong_kind(evidence: Evidence) -> Explanation | None:
    """The first array that is absent, misnamed or of a wrong type, dtype or shape, and what else is."""
    wrong = sorted(evidence.wrong(*ORDER), key=lambda mismatch: ORDER.index(mismatch.kind))
    if not wrong:
        return None
    first = wrong[0]
    explanation = _look_closer(first, evidence) or Explanation(first.kind, first.message)
    also = [quoted((m.case, m.array)) for m in wrong[1:] if m.kind == first.kind]
    if not also:
        return explanation
    sentence = f"{explanation.sentence} So {be(also)} {listed(also)}."
    return Explanation(explanation.kind, sentence)


def _look_closer(mismatch: Mismatch, evidence: Evidence) -> Explanation | None:
    """What the values add to a wrong dtype or shape, if they may be shown."""
    key = (mismatch.case, mismatch.array)
    if not evidence.check.reveal or key not in evidence.answer.arrays:
        return None
    got, expected = evidence.answer.arrays[key], evidence.expected.get(key)
    if expected is None or not (_is_numeric(got) and _is_numeric(expected)):
        return None
    if mismatch.kind == "dtype":
        return _single_precision(mismatch, got, expected)
    return _slip(mismatch, evidence)


def _single_precision(
    mismatch: Mismatch, got: NDArray[np.generic], expected: NDArray[np.generic]
) -> Explanation | None:
    if (got.dtype.name, expected.dtype.name, got.shape) != ("float32", "float64", expected.shape):
        return None
    wide, due = got.astype(np.float64), expected.astype(np.float64)
    if not (np.abs(wide - due) <= SINGLE_NOISE * np.abs(due).max(initial=0.0)).all():
        return None
    name = quoted((mismatch.case, mismatch.array))
    return Explanation("precision", f"Your {name} is computed in float32; this check asks for float64.")


def _slip(mismatch: Mismatch, evidence: Evidence) -> Explanation | None:
    key, check = (mismatch.case, mismatch.array), evidence.check
    got, expected = evidence.answer.arrays[key], evidence.expected[key]
    slip = find_slip(
        Misshapen(
            got.astype(np.float64),
            expected.astype(np.float64),
            tolerance_for(check, got.dtype, expected.dtype),
            check.axes.get(key[1], ()),
            _context(evidence, mismatch.case),
        )
    )
    if slip is None:
        return None
    return Explanation(slip.kind, f"Your {quoted(key)} is {slip.predicate}. {slip.advice}")


def _context(evidence: Evidence, case: str) -> dict[str, NDArray[np.float64]]:
    return {
        key[1][1:]: array.astype(np.float64)
        for key, array in evidence.expected.items()
        if key[0] == case and is_context(key) and _is_numeric(array)
    }


def _is_numeric(array: NDArray[np.generic]) -> bool:
    return array.dtype.kind in "fiu"
