"""The student's array is off by a constant, or every row of it by the same amounts."""

import numpy as np

from graders.compare.shape import axis_name
from graders.diagnose.relations.finding import PLAIN, Finding
from graders.diagnose.relations.pair import Array, Pair, distinct

FEWEST_ROWS = 3


def constant_offset(pair: Pair) -> list[Finding]:
    """got − expected is one number everywhere."""
    offset = float(np.median(pair.got[pair.probe] - pair.expected[pair.probe]))
    if not _undone(pair, np.full((1,) * pair.got.ndim, offset)):
        return []
    text = f"{abs(offset):.4g}"
    predicate = f"too {'large' if offset > 0 else 'small'} by {text} everywhere"
    advice = "Is a bias missing, or one too many?"
    return [Finding("offset", ("offset", f"{offset:.6g}"), PLAIN, predicate, advice, pair.witnesses)]


def row_offset(pair: Pair) -> list[Finding]:
    """got − expected is the same in every row but not one number: a bias is missing or added twice."""
    if pair.got.ndim != 2 or len(pair.got) < FEWEST_ROWS or pair.got.shape[1] < FEWEST_ROWS:
        return []
    row = np.median(pair.got[:FEWEST_ROWS] - pair.expected[:FEWEST_ROWS], axis=0, keepdims=True)
    if np.ptp(row) <= np.abs(row).max() * pair.tolerance.rtol or not _undone(pair, row):
        return []
    predicate = f"off by the same amounts all along {axis_name(0, pair.axes)}"
    advice = "One number for each column is missing or too much, such as a bias or a mean."
    return [Finding("offset", ("row offset",), PLAIN, predicate, advice, distinct(row))]


def _undone(pair: Pair, offset: Array) -> bool:
    """Whether the answer would be right without the offset."""
    return pair.agree(pair.got - offset, pair.expected, pair.tolerance)
