"""What changed since the submission before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.pages.views.check import CheckView
from api.pages.views.problem import ProblemView


@dataclass(frozen=True)
class Change:
    """One check that earned more or less than last time."""

    check: CheckView
    problem: str
    difference: float


def changes(now: Sequence[ProblemView], before: Sequence[ProblemView]) -> list[Change]:
    """List the checks whose points changed, gains first; only what both submissions decided is compared."""
    earlier = {check.anchor: check.earned for _, check in decided(before)}
    found = [
        Change(check, problem.title, check.earned - earlier[check.anchor])
        for problem, check in decided(now)
        if check.anchor in earlier and check.earned != earlier[check.anchor]
    ]
    return sorted(found, key=lambda change: change.difference < 0)


def decided(problems: Sequence[ProblemView]) -> Iterator[tuple[ProblemView, CheckView]]:
    """Go through every scored check that has been judged and may be known; a proposal is no score."""
    machine = (problem for problem in problems if problem.hand is None)
    return ((problem, check) for problem in machine for check in problem.checks if check.judged)
