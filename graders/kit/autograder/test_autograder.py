"""The same checks for pytest: pytest autograder."""

from __future__ import annotations

from functools import lru_cache

import pytest

from .asking import ask
from .outcome import FAILED, OPEN, Outcome
from .outline import load_kit

PROBLEMS = {problem.slug: problem for problem in load_kit().problems}
CHECKS = [(slug, number) for slug, problem in PROBLEMS.items() for number in range(len(problem.checks))]


@lru_cache(maxsize=None)
def outcomes(slug: str) -> list[Outcome]:
    """All checks of a problem, asked once."""
    return ask(PROBLEMS[slug])


def name(slug: str, number: int) -> str:
    """What pytest calls a check."""
    return f"{slug}-{PROBLEMS[slug].checks[number].name}"


@pytest.mark.parametrize(("slug", "number"), CHECKS, ids=[name(*check) for check in CHECKS])
def test_check(slug: str, number: int) -> None:
    """The check passes; one that only the server can judge is skipped."""
    outcome = outcomes(slug)[number]
    reasons = "\n".join(
        outcome.reasons + [f"{frame.path}, line {frame.line}: {frame.source}" for frame in outcome.frames]
    )
    if outcome.state == OPEN:
        pytest.skip(reasons)
    if outcome.state == FAILED:
        pytest.fail(reasons, pytrace=False)
