"""Answers that were lists, tuples or single numbers: read as arrays, or refused where a check insists."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graders.answer import Answer, Arrays
from graders.box import Withheld
from graders.compare.dtype import Dtype
from graders.problem import Check, Lists

PYTHONS_OWN = ("int64", "float64")
"""What numpy makes of Python's whole numbers and fractions, which have no dtype of their own."""
KINDS = {"i": "iuf", "f": "f"}
"""Kinds of dtype that each of the two may take."""


def as_asked(answer: Answer, expected: Arrays, check: Check) -> Answer:
    """The answer as the check takes it; the same where it is all arrays.

    Refused, what was no array is withheld again, as anything else that is none. Otherwise it takes the
    dtype of the array that is due, as far as it can without losing anything that was said.
    """
    if not answer.read_from:
        return answer
    arrays, withheld, read_from = dict(answer.arrays), dict(answer.withheld), dict(answer.read_from)
    for key, kind in answer.read_from.items():
        if check.lists is Lists.REFUSED:
            del arrays[key], read_from[key]
            withheld[key] = Withheld(0, *key, "type", kind)
        elif key in expected:
            arrays[key] = _fit(arrays[key], expected[key].dtype)
    return replace(answer, arrays=arrays, withheld=withheld, read_from=read_from)


def _fit(array: NDArray[np.generic], due: Dtype) -> NDArray[np.generic]:
    """Python's numbers in the dtype that is due: whole ones as fractions, but no fraction as a whole one."""
    if array.dtype.name not in PYTHONS_OWN or due.kind not in KINDS[array.dtype.kind]:
        return array
    with np.errstate(over="ignore"):
        fitted = array.astype(due)
    lossless = due.kind == "f" or bool((fitted == array).all())
    return fitted if lossless else array
