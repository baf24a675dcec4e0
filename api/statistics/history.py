"""One student's way through an assignment: every handin, and what changed from each to the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.anonymity.naming import Names
from api.db.models import Assignment, BundleVersion
from api.paging import Page
from api.statistics import repository, service
from api.statistics.disguise import refuse_hidden
from api.statistics.line import NOISE, Line, Try
from api.statistics.repository import Result


@dataclass(frozen=True)
class Change:
    """A check that earned more or less than in the handin before."""

    problem: str
    title: str
    difference: float


@dataclass(frozen=True)
class Step:
    """A handin, and what changed since the one before: gains first."""

    handin: Try
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """A student's handins. tries: all of them, by number; steps: a page of them, the newest first."""

    line: Line
    tries: Sequence[Try]
    steps: Sequence[Step]


def history(session: Session, assignment: Assignment, names: Names, student_id: str, page: Page) -> History:
    """What a student has handed in to an assignment. Raises NotFound, or Conflict for a hidden name."""
    refuse_hidden(student_id, names)
    line = service.line(session, assignment, student_id)
    tries = repository.tries(session, assignment.id, student_id)
    last = len(tries) - page.offset
    shown = tries[max(0, last - page.size) : max(0, last)]
    before = dict(zip(tries[1:], tries, strict=False))
    wanted = {each.id for each in shown} | {before[each].id for each in shown if each in before}
    results = _by_submission(session, wanted)
    steps = [
        Step(each, _changes(results[each.id], results[before[each].id]) if each in before else ())
        for each in reversed(shown)
    ]
    return History(line, tries, steps)


_Known = Mapping[tuple[str, str], tuple[Result, BundleVersion]]
"""Problem's slug and check → what came of it."""


def _by_submission(session: Session, submissions: set[str]) -> Mapping[str, _Known]:
    found = repository.results(session, submissions)
    ids = {each.version for each in found}
    named = {id_: (slug, version) for id_, slug, version in repository.versions(session, ids)}
    known: dict[str, dict[tuple[str, str], tuple[Result, BundleVersion]]] = defaultdict(dict)
    for each in found:
        slug, version = named[each.version]
        known[each.submission][slug, each.name] = (each, version)
    return known


def _changes(now: _Known, before: _Known) -> tuple[Change, ...]:
    """Only what both answered is compared: a check that has another name now is another check."""
    found = [
        Change(version.title, _title(version, each.name), each.earned - before[key][0].earned)
        for key, (each, version) in now.items()
        if key in before and abs(each.earned - before[key][0].earned) > NOISE
    ]
    return tuple(sorted(found, key=lambda change: -change.difference))


def _title(version: BundleVersion, name: str) -> str:
    titles = {check.name: check.title for check in version.described.checks}
    return titles.get(name) or name
