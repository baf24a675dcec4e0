"""Which students of a class are listed, and in what order."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.statistics.figures import band_of
from api.statistics.line import Line, Stage


class State(StrEnum):
    """Students that are asked for often."""

    SUBMITTED = "submitted"
    MISSING = "missing"
    STUCK = "stuck"
    WAITING = "waiting"
    WORKING = "working"
    FAULT = "fault"
    LATE = "late"
    GRADED = "graded"


class Order(StrEnum):
    """What a list of students is sorted by; with a minus, the other way around."""

    NAME = "name"
    SECTION = "section"
    SCORE = "score"
    TRIES = "tries"
    LAST = "last"
    NAME_DOWN = "-name"
    SECTION_DOWN = "-section"
    SCORE_DOWN = "-score"
    TRIES_DOWN = "-tries"
    LAST_DOWN = "-last"


NO_SECTION = "-"
"""What stands for those who sit in none."""


@dataclass(frozen=True)
class Wanted:
    """Which students. q: what their name, e-mail or student id holds. band: a tenth of the points, from 0.

    check: those whose handin failed it, as problem/name; diagnosis: made a known mistake, as
    problem/misconception:name; like: gave a wrong answer of this likeness.
    """

    q: str = ""
    state: State | None = None
    section: str | None = None
    band: int | None = None
    check: str = ""
    diagnosis: str = ""
    like: str = ""
    sort: Order = Order.NAME

    @property
    def asks_for_failures(self) -> bool:
        """Whether it depends on what single checks found."""
        return bool(self.check or self.diagnosis or self.like)

    def chosen(self, lines: Sequence[Line], failed: Collection[str]) -> list[Line]:
        """Those of a class that are asked for, sorted. failed: handins that failed as is asked for, by id."""
        rules = list(self._rules(failed))
        found = [line for line in lines if all(rule(line) for rule in rules)]
        key = _KEYS[self.sort.removeprefix("-")]
        down = self.sort.startswith("-")
        # Who has none of what is sorted by comes last either way, and names break ties.
        having = [line for line in found if key(line) is not None]
        having.sort(key=_name)
        having.sort(key=key, reverse=down)
        return having + sorted((line for line in found if key(line) is None), key=_name)

    def _rules(self, failed: Collection[str]) -> Sequence[Callable[[Line], bool]]:
        rules: list[Callable[[Line], bool]] = []
        if self.q:
            rules.append(lambda line: _holds(line, self.q.casefold()))
        if self.state is not None:
            rules.append(_STATES[self.state])
        if self.section is not None:
            wanted = "" if self.section == NO_SECTION else self.section
            rules.append(lambda line: line.student.section == wanted)
        if self.band is not None:
            rules.append(lambda line: line.share is not None and band_of(line.share) == self.band)
        if self.asks_for_failures:
            rules.append(lambda line: line.counting is not None and line.counting.id in failed)
        return rules


def _holds(line: Line, text: str) -> bool:
    student = line.student
    return any(text in held.casefold() for held in (student.name, student.email, student.student_id or ""))


def _name(line: Line) -> tuple[str, str]:
    return (line.student.name or line.student.email).casefold(), line.student.email


_STATES: dict[State, Callable[[Line], bool]] = {
    State.SUBMITTED: lambda line: line.stage is not Stage.MISSING,
    State.MISSING: lambda line: line.stage is Stage.MISSING,
    State.STUCK: lambda line: line.stuck,
    State.WAITING: lambda line: line.waits > 0,
    State.WORKING: lambda line: line.works > 0,
    State.FAULT: lambda line: line.faults > 0,
    State.LATE: lambda line: line.late,
    State.GRADED: lambda line: line.stage is Stage.GRADED,
}
_KEYS: dict[str, Callable[[Line], Any]] = {
    "name": _name,
    "section": lambda line: line.student.section or None,
    "score": lambda line: line.share,
    "tries": lambda line: line.tries,
    "last": lambda line: line.last,
}
