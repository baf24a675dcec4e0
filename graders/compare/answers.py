"""An answer against the expected arrays: what is not as it should be."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graders.answer import Answer, Arrays, Key
from graders.compare.dtype import describe_dtype
from graders.compare.gradients import disagreement, measure
from graders.compare.naming import is_context, match_misnamed, quoted
from graders.compare.shape import describe_shape
from graders.compare.values import compare_values
from graders.compare.veil import veil
from graders.compare.withheld import describe_withheld
from graders.errors import GraderFault
from graders.problem import Check
from graders.report import Mismatch

Array = NDArray[np.generic]

MOST_EXTRA = 20
"""Arrays that nobody asked for and that are looked at; a handin may answer any number."""


def compare_answer(answer: Answer, expected: Arrays, check: Check) -> tuple[Mismatch, ...]:
    """Everything wrong with the arrays of an answer, at most one mismatch an array; () means all right.

    Arrays whose names start with an underscore are context and ignored on both sides. Whether the check
    ran to its end is not judged here. Of a judged check only the names count, and that plain arrays came:
    what is in them is its judge's to say. Raises GraderFault if nothing is expected: no check may be passed
    by answering nothing.
    """
    due = [key for key in expected if not is_context(key)]
    if not due:
        raise GraderFault(
            f"The reference answered no array for check {check.name!r}, so nothing can be compared."
        )
    came = [key for key in (*answer.arrays, *answer.withheld, *answer.refused) if not is_context(key)]
    absent = [key for key in due if key not in came]
    extra = [key for key in dict.fromkeys(came) if key not in expected]
    mismatches = [*_misplaced(absent, extra[:MOST_EXTRA])]
    mismatches += [wrong for key in due if key in came and (wrong := _judge(key, answer, expected, check))]
    return tuple(mismatches) if check.reveal else veil(mismatches)


def compare_named(answer: Answer, expected: Arrays, check: Check) -> tuple[Mismatch, ...]:
    """What is wrong with those arrays of an answer that something is expected of."""
    wrong = [_compare(key, answer.arrays, expected, check) for key in expected]
    mismatches = [mismatch for mismatch in wrong if mismatch]
    return tuple(mismatches) if check.reveal else veil(mismatches)


def _misplaced(absent: list[Key], extra: list[Key]) -> Iterator[Mismatch]:
    """One mismatch for each absent and each extra array; a misnamed one is both and told once."""
    meant = match_misnamed(absent, extra)
    for key in absent:
        if key not in meant.values():
            yield _mismatch(key, "absent", f"{quoted(key)} is absent from the answer.")
    for key in extra:
        if key in meant:
            yield _mismatch(key, "extra", f"You answered {quoted(key)}, expected `{meant[key][1]}`.")
        else:
            yield _mismatch(
                key, "extra", f"{quoted(key)} was answered, but nothing of that name was asked for."
            )


def _judge(key: Key, answer: Answer, expected: Arrays, check: Check) -> Mismatch | None:
    """What is wrong with one array that came: that it is none, or what it holds."""
    if key in answer.withheld:
        return _mismatch(key, "type", f"{quoted(key)} {describe_withheld(answer.withheld[key])}.")
    if key in answer.refused:
        return _mismatch(key, "type", f"{quoted(key)} cannot be read as an array: {answer.refused[key]}")
    return None if check.judged else _compare(key, answer.arrays, expected, check)


def _compare(key: Key, answered: Arrays, expected: Arrays, check: Check) -> Mismatch | None:
    """What is wrong with an array: its dtype, then its shape, then its values."""
    got, due = answered[key], expected[key]
    shape = describe_shape(got.shape, due.shape, check.axes.get(key[1], ()))
    dtype = describe_dtype(got.dtype, due.dtype, check)
    # A single number where an array is due is told as such, whatever its dtype.
    if dtype and (got.shape or not shape):
        return _mismatch(key, "dtype", f"{quoted(key)} {dtype}.")
    if shape:
        return _mismatch(key, "shape", f"{quoted(key)} {shape}.")
    measured_by, tolerance = measure(key, answered, expected, check)
    mismatch = compare_values(key, got, measured_by, tolerance, check)
    return mismatch if measured_by is due else disagreement(key, mismatch)


def _mismatch(key: Key, kind: str, message: str) -> Mismatch:
    return Mismatch(case=key[0], array=key[1], kind=kind, message=message)
