"""The student's array, or its change, is a constant times the expected one."""

import math
from dataclasses import dataclass

import numpy as np

from graders.compare.tolerance import Tolerance
from graders.diagnose.relations.finding import Finding
from graders.diagnose.relations.multiple import Multiple, merge, multiples_near
from graders.diagnose.relations.pair import Array, Pair, distinct

SHARP = 0.1
"""How much nearer than the check's tolerance an estimated factor must be to the number it is taken for."""

ROUNDING = 1e-12
"""Rounding of an array, relative to its largest number, that a small change of it inherits."""


@dataclass(frozen=True)
class _Words:
    """How a factor is told of an array, or of its update."""

    kind: str
    before: str
    flipped: str


OF_ARRAY = _Words("factor", "", "The sign is flipped.")
OF_UPDATE = _Words("update", "changed by ", "The step goes the wrong way.")


def constant_factor(pair: Pair) -> list[Finding]:
    """got = c · expected, where c is −1, a named scale, a bias correction or a plain number."""
    return _find(pair, pair.got, pair.expected, OF_ARRAY)


def constant_factor_of_update(pair: Pair) -> list[Finding]:
    """got − initial = c · (expected − initial): the step is scaled, or goes the wrong way."""
    initial = pair.initial
    if initial is None or not initial.any():
        return []
    return _find(pair, pair.got - initial, pair.expected - initial, OF_UPDATE)


def _find(pair: Pair, got: Array, expected: Array, words: _Words) -> list[Finding]:
    factor = _estimate(got[pair.probe], expected[pair.probe])
    if factor is None:
        return []
    sharp = max(SHARP * pair.tolerance.rtol, 1e-9)
    size, sign = abs(factor), math.copysign(1, factor)
    if math.isclose(factor, -1, rel_tol=sharp):
        candidates = [Multiple(1.0, "the negative of", "sign", advice=words.flipped)]
    else:
        candidates = multiples_near(size, pair.scales, sharp)
    tolerance = _tolerance(pair, size, words)
    fitting = [m for m in candidates if pair.agree(got, sign * m.value * expected, tolerance)]
    return [_tell(merge(fitting), sign, words, distinct(expected[pair.probe]))] if fitting else []


def _estimate(got: Array, expected: Array) -> float | None:
    """The factor between a few elements; None if there is none."""
    told = expected != 0
    if not told.any():
        return None
    factor = float(np.median(got[told] / expected[told]))
    return factor if math.isfinite(factor) and factor else None


def _tolerance(pair: Pair, size: float, words: _Words) -> Tolerance:
    """How near got / c must come: as near as a right answer, so that undoing the factor would pass."""
    if words is OF_ARRAY:
        return Tolerance(pair.tolerance.rtol, pair.tolerance.atol * min(size, 1.0))
    # A change is small beside the array, whose tolerance would let any change pass: allow rounding alone.
    return Tolerance(SHARP * pair.tolerance.rtol, ROUNDING * float(np.abs(pair.got).max()))


def _tell(multiple: Multiple, sign: float, words: _Words, witnesses: Array) -> Finding:
    flipped = sign < 0 and multiple.value != 1
    said = f"{'−' if flipped else ''}{multiple.said}"
    called = f"; {multiple.called}" if multiple.called else ""
    advice = f"{multiple.advice} {words.flipped}".strip() if flipped else multiple.advice
    kind = "sign" if multiple.value == 1 and words is OF_ARRAY else words.kind
    return Finding(
        kind=kind,
        cause=(words.kind, "−" if flipped else "+", multiple.slip),
        rank=multiple.rank,
        predicate=f"{words.before}exactly {said} what is expected{called}",
        advice=advice,
        witnesses=witnesses,
    )
