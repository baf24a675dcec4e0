"""The student's numbers have lost digits."""

import numpy as np

from graders.diagnose.relations.finding import IDENTITY, Finding
from graders.diagnose.relations.pair import Array, Pair

NOISE = 1e-3
"""The largest error, relative to the largest number, that single precision is blamed for."""

SIMPLE_BITS = 12
"""A number of fewer significant bits fits single precision by itself, whatever it was computed in."""

FEW = 0.1


def single_precision(pair: Pair) -> list[Finding]:
    """Every number fits float32, which numbers computed in float64 hardly ever do, and is nearly right."""
    probe = pair.got[pair.probe]
    if not (_fits_float32(probe) and _nearly_right(pair) and _fits_float32(pair.got)):
        return []
    if _share_simple(probe) > FEW or _fits_float32(pair.expected[pair.probe]):
        return []
    predicate = "computed in float32"
    return [
        Finding(
            "precision", ("float32",), IDENTITY, predicate, "This check asks for float64.", pair.witnesses
        )
    ]


def rounded(pair: Pair) -> list[Finding]:
    """got = round(expected, n decimals), n from 0 to 6; all zeros have a name of their own."""
    if not pair.got.any():
        return []
    for decimals in range(7):
        if np.array_equal(pair.got[pair.probe], np.round(pair.expected[pair.probe], decimals)):
            if not np.array_equal(pair.got, np.round(pair.expected, decimals)):
                return []
            places = f"{decimals} decimals" if decimals else "whole numbers"
            advice = "This check asks for all digits."
            cause = ("rounded", str(decimals))
            return [Finding("precision", cause, IDENTITY, f"rounded to {places}", advice, pair.witnesses)]
    return []


def _fits_float32(numbers: Array) -> bool:
    return bool((numbers == numbers.astype(np.float32)).all())


def _share_simple(numbers: Array) -> float:
    mantissa, _ = np.frexp(numbers)
    scaled = mantissa * 2.0**SIMPLE_BITS
    return float(np.mean(scaled == np.floor(scaled)))


def _nearly_right(pair: Pair) -> bool:
    largest = np.abs(pair.expected).max()
    return bool(np.abs(pair.got - pair.expected).max() <= NOISE * largest)
