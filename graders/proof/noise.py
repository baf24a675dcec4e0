"""How far apart honest answers to a check lie, and how near the nearest wrong one comes.

Noise is measured, as the largest of three: the reference on the same inputs each moved by a rounding
(see `graders/inside/nudged.py`); samples that earn full marks by other ways; and one rounding of the
expected values themselves, below which nothing can be told. All in units of the error allowed.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from graders import inside
from graders.answer import Arrays
from graders.compare.closeness import times_allowed
from graders.compare.gradients import measure
from graders.compare.naming import is_context
from graders.compare.tolerance import EXACT, tolerance_for
from graders.problem import Check
from graders.proof.trials import Trials

NUDGE = Path(inside.__file__).with_name("nudged.py").read_text(encoding="utf-8")


def noises(trials: Trials, seed: int) -> dict[str, float]:
    """The noise of every check on one seed."""
    expected = trials.solutions(seed).expected()
    largest = {}
    honest = list(_honest(trials, seed, expected))
    for check in trials.bundle.problem.checks:
        if check.judged:
            largest[check.name] = 0.0
            continue
        due = expected[check.name]
        apart = [distance(arrays.get(check.name, {}), due, check) for arrays in honest]
        largest[check.name] = max([_rounding(due, check), *(one for one in apart if math.isfinite(one))])
    return largest


def distance(got: Arrays, expected: Arrays, check: Check) -> float:
    """The largest error of an answer's arrays over the error allowed there; inf where they do not compare."""
    largest = 0.0
    for key, due in expected.items():
        if is_context(key):
            continue
        array = got.get(key)
        if (
            array is None
            or array.shape != due.shape
            or (array.dtype.kind in "US") != (due.dtype.kind in "US")
        ):
            return math.inf
        times = times_allowed(array, *measure(key, got, expected, check))
        largest = max(largest, float(times.max(initial=0.0)))
    return largest


def _honest(trials: Trials, seed: int, expected: Mapping[str, Arrays]) -> Iterator[Mapping[str, Arrays]]:
    """Arrays that no grader should tell from the reference's."""
    eps = {check: _eps(arrays) for check, arrays in expected.items()}
    yield trials.arrays(trials.bundle.reference(), seed, f"{NUDGE}\n_nudge_checks(globals(), {eps!r})\n")
    for _, files in trials.honest():
        yield trials.arrays(files, seed)


def _eps(arrays: Arrays) -> float:
    """The rounding unit of the coarsest floating array that is compared."""
    kinds = {
        array.dtype.name for key, array in arrays.items() if not is_context(key) if array.dtype.kind in "fc"
    }
    return max(float(np.finfo(kind).eps) for kind in (kinds or {"float64"}))


def _rounding(expected: Arrays, check: Check) -> float:
    """One rounding of the expected values; nothing where they must be met exactly."""
    largest = 0.0
    for key, due in expected.items():
        if is_context(key) or tolerance_for(check, due.dtype) == EXACT:
            continue
        _, tolerance = measure(key, expected, expected, check)
        size = np.abs(due[np.isfinite(due)])
        allowed = tolerance.allowed(size, size)
        times = np.divide(
            np.finfo(due.dtype.name).eps * size, allowed, out=np.zeros(size.shape), where=size > 0
        )
        largest = max(largest, float(times.max(initial=0.0)))
    return largest
