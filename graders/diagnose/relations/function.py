"""A well-known function leads from the expected array to the student's, or back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graders.diagnose.relations.finding import NAMED, Finding
from graders.diagnose.relations.pair import Array, Pair, agree, distinct

FEWEST = 8
"""Different numbers that must speak for a function which, like ReLU, keeps many as they are."""


@dataclass(frozen=True)
class _Function:
    """A function of single elements. keeps: it leaves part of the numbers as they are."""

    apply: Callable[[Array], Array]
    name: str
    keeps: bool = False


FUNCTIONS = (
    _Function(np.abs, "the absolute value", keeps=True),
    _Function(lambda x: np.maximum(x, 0), "ReLU", keeps=True),
    _Function(lambda x: 1 / (1 + np.exp(-x)), "the sigmoid"),
    _Function(np.tanh, "tanh"),
    _Function(np.exp, "the exponential"),
    _Function(np.square, "the square"),
)

# Functions that undo themselves: too many and too few look the same.
MUTUAL = (
    _Function(lambda x: 1 - x, "1 minus"),
    _Function(lambda x: 1 / x, "1 divided by"),
)


def function_too_many(pair: Pair) -> list[Finding]:
    """got = f(expected)."""
    return [
        Finding(
            "function",
            ("function", function.name),
            NAMED,
            f"{function.name} of what is expected",
            f"Is {function.name} applied once too often?",
            witnesses,
        )
        for function in FUNCTIONS
        if len(witnesses := _witnesses(pair, pair.expected, pair.got, function))
    ]


def function_missing(pair: Pair) -> list[Finding]:
    """expected = f(got)."""
    return [
        Finding(
            "function",
            ("function missing", function.name),
            NAMED,
            f"what is expected before {function.name}",
            f"Is {function.name} missing?",
            witnesses,
        )
        for function in FUNCTIONS
        if len(witnesses := _witnesses(pair, pair.got, pair.expected, function))
    ]


def complement(pair: Pair) -> list[Finding]:
    """got = 1 − expected, or 1 / expected."""
    return [
        Finding("function", (function.name,), NAMED, f"{function.name} what is expected", "", witnesses)
        for function in MUTUAL
        if len(witnesses := _witnesses(pair, pair.expected, pair.got, function))
    ]


def _witnesses(pair: Pair, before: Array, after: Array, function: _Function) -> Array:
    """The different numbers for which after = f(before), if that holds everywhere; else none."""
    none = np.zeros(0)
    if not agree(after[pair.probe], function.apply(before[pair.probe]), pair.tolerance):
        return none
    if not agree(after, function.apply(before), pair.tolerance):
        return none
    told = distinct(before[pair.probe])
    # A few zeros, or a few lost signs, are no ReLU: both sides of its kink must be seen.
    if function.keeps and (len(told) < FEWEST or not (before > 0).any()):
        return none
    return told
