"""Numbers as text for people."""

import math

import numpy as np

LONGEST = 40
DIGITS = (4, 6, 8, 10, 12, 14, 17)


def texts(expected: object, got: object) -> tuple[str, str]:
    """Two different elements as text, with the digits that it takes to tell them apart, four at least."""
    for digits in DIGITS:
        pair = element_text(expected, digits), element_text(got, digits)
        if pair[0] != pair[1]:
            break
    return pair


def element_text(element: object, digits: int = 4) -> str:
    """One array element as text, at most LONGEST characters."""
    if isinstance(element, np.floating | float):
        return f"{float(element):.{digits}g}"
    if isinstance(element, np.complexfloating | complex):
        return f"{complex(element):.{digits}g}"
    text = repr(str(element)) if isinstance(element, str | bytes) else str(element)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def times_text(times: float) -> str:
    """How many times an error is larger than allowed: "3.2", "1,500", "more than a million"."""
    if times > 1e6:
        return "more than a million"
    return f"{times:,.0f}" if times >= 10 else f"{math.floor(times * 10) / 10:.1f}"


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 element", "12 elements"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
