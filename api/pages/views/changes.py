"""What changed since the submission before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.views.check import CheckView
from api.pages.views.problem import ProblemView


@dataclass(frozen=True)
class Change:
    """One check that earned more or less than last time."""

    title: str
    anchor: str
    difference: float


def changes(now: Sequence[ProblemView], before: Sequence[ProblemView]) -> list[Change]:
    """List the checks whose points changed, gains first; only what both submissions decided is compared."""
    earlier = {check.anchor: check.earned for _, check in decided(before)}
    times = Counter(check.title for _, check in decided(now))
    found = [
        Change(named(problem, check, times), check.anchor, check.earned - earlier[check.anchor])
        for problem, check in decided(now)
        if check.anchor in earlier and check.earned != earlier[check.anchor]
    ]
    return sorted(found, key=lambda change: change.difference < 0)


def decided(problems: Sequence[ProblemView]) -> list[tuple[ProblemView, CheckView]]:
    """Gather every scored check that has been judged and may be known."""
    return [(problem, check) for problem in problems for check in problem.checks if check.judged]


def named(problem: ProblemView, check: CheckView, times: Counter[str]) -> str:
    """Name a check, with its problem where the title alone could mean several."""
    return f"{problem.title}: {check.title}" if times[check.title] > 1 else check.title
