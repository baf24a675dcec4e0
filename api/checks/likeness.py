"""Which wrong answers are alike, so that what is said of one can be said of all."""

import re
from hashlib import sha256

from graders.report import CheckReport, Explanation

UNSAID = "unexplained"
"""The diagnosis of a check that failed without a word why."""
_LENGTH = 16
"""Hexadecimal digits of a likeness: 64 bits tell more wrong answers apart than a server will ever see."""


def diagnosis_of(check: CheckReport) -> str:
    """Why a check that did not pass did not, as a word to count by."""
    why = check.explanation
    if why is None:
        return UNSAID
    return f"misconception:{why.misconception}" if why.misconception else why.kind


def likeness_of(problem: str, check: CheckReport) -> str:
    """The same for all answers to this check of a problem that are wrong in the same way.

    That is by the same misconception or, where none was recognized, by the same exception, or by the same
    sentence. All students' inputs are the same, so that the same mistake makes the same numbers; other
    numbers (seconds that it took, lines of a file) say nothing of the mistake.
    """
    parts = (problem, check.name, diagnosis_of(check), _signature(check, check.explanation))
    return sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]


def _signature(check: CheckReport, why: Explanation | None) -> str:
    if why is not None and why.misconception:
        return ""
    if check.error is not None:
        return f"{check.error.type_name}: {_without_numbers(check.error.message)}"
    said = why.sentence if why is not None else ""
    return said if check.mismatches else _without_numbers(said)


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+(\.\d+)?(e[+-]?\d+)?", "#", text)
