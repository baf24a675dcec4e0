"""The student's array is something else that is known: zeros, an input, an initial value, another answer."""

from collections.abc import Sequence

import numpy as np

from graders.compare.naming import quoted
from graders.diagnose.relations.finding import IDENTITY, Finding
from graders.diagnose.relations.pair import Array, Pair, distinct

NAMES = {
    "x": "the input `x`",
    "out": "the output of the forward pass",
    "output": "the output of the forward pass",
    "labels": "the labels",
    "delta": "the incoming gradient `delta`",
}

RECEIVED = {"x", "delta"}
"""What a method is given: to return that as it came is what a starter does."""

FEWEST = 3
"""Different numbers that must be expected before one number everywhere is worth telling."""


def single_value(pair: Pair) -> list[Finding]:
    """got is the same number everywhere, and something that varies is expected."""
    value = pair.got.flat[0]
    if not (pair.got == value).all() or (value and len(pair.witnesses) < FEWEST):
        return []
    # Each wrong element speaks for zeros, whatever number is expected there.
    witnesses = np.arange(len(pair.probe[0]), dtype=np.float64)
    if value == 0:
        advice = "It looks like the starter's value: is it ever computed, and stored under this name?"
        return [Finding("zeros", ("zeros",), IDENTITY, "all zeros", advice, witnesses)]
    return [Finding("constant", ("constant",), IDENTITY, f"{value:.4g} everywhere", "", pair.witnesses)]


def returned_unchanged(pair: Pair) -> list[Finding]:
    """got is one of the case's inputs, outputs or initial values."""
    initial = pair.initial
    if initial is not None and pair.equals(initial):
        advice = "Nothing was updated."
        return [Finding("unchanged", ("initial",), IDENTITY, "unchanged from the start", advice, _got(pair))]
    names = [name for name, array in pair.context.items() if pair.equals(array)]
    if not names:
        return []
    advice = "Returned unchanged: is that still the starter's code?" if RECEIVED & set(names) else ""
    predicate = f"equal to {called(names)}"
    return [Finding("unchanged", ("context", *names), IDENTITY, predicate, advice, _got(pair))]


def called(names: Sequence[str]) -> str:
    """What sentences call arrays of the context that are equal."""
    return " and ".join(NAMES.get(name, f"`{name}`") for name in names)


def another_answer(pair: Pair) -> list[Finding]:
    """got is what is expected of another array: two are swapped, or an old one is returned again."""
    keys = [key for key, array in pair.siblings.items() if pair.equals(array)]
    if len(keys) != 1:
        return []
    case, name = keys[0]
    if name == pair.name:
        predicate, advice = f'what it should be in "{case}"', "Is a result kept and returned again?"
        return [Finding("stale", ("another case",), IDENTITY, predicate, advice, _got(pair))]
    predicate, advice = f"what {quoted(keys[0])} should be", "Are the two swapped?"
    return [Finding("swapped", ("swapped",), IDENTITY, predicate, advice, _got(pair))]


def _got(pair: Pair) -> Array:
    return distinct(pair.got[pair.probe])
