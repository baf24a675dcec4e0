"""A class at a glance: figures, checks, students. For staff; whoever calls this has seen that they are.

A class is read whole, and filtered and sorted here: a thousand students are few, and which handin counts, and
who is stuck, no database can say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.anonymity.naming import Names
from api.db.models import Assignment
from api.errors import NotFound
from api.paging import Page
from api.statistics import repository
from api.statistics.arrivals import Arrivals, arrivals, the_end
from api.statistics.checks import CheckLine, Findings, Reason
from api.statistics.counting import counting
from api.statistics.disguise import disguised
from api.statistics.figures import Figures
from api.statistics.line import Line, Try, line_of
from api.statistics.repository import Failure
from api.statistics.wanted import State, Wanted

MOST_REASONS = 8
"""Diagnoses that are told: those below are for the list of checks."""


@dataclass(frozen=True)
class Class:
    """Who is in a class, and when its handins came. moments: sorted."""

    lines: Sequence[Line]
    moments: Sequence[datetime]

    @property
    def counting(self) -> list[str]:
        """The handins that count, by id."""
        return [line.counting.id for line in self.lines if line.counting is not None]

    @property
    def sections(self) -> list[str]:
        """The sections that its students sit in."""
        return sorted({line.student.section for line in self.lines if line.student.section})


@dataclass(frozen=True)
class Overview:
    """A class in figures, and what its handins failed at."""

    of: Class
    figures: Figures
    arrivals: Arrivals | None
    end: Arrivals | None
    checks: Sequence[CheckLine]
    reasons: Sequence[Reason]


def read(session: Session, assignment: Assignment, student_id: str | None = None) -> Class:
    """The class of an assignment, or one student of it.

    Handins of staff, and of who has left the roster, are not the class's.
    """
    students = repository.students(session, assignment.course_id, student_id)
    tries: dict[str, list[Try]] = {student.id: [] for student in students}
    every = repository.tries(session, assignment.id, student_id)
    every = [each for each in every if each.student_id in tries]
    for each in every:
        tries[each.student_id].append(each)
    counts = counting(session, assignment, tries)
    open_ = [each.id for each in counts.values() if each.earned is None]
    progress = repository.progress(session, open_) if open_ else {}
    reachable = reachable_by_machine(assignment)
    lines = []
    for student in students:
        chosen = counts.get(student.id)
        known = progress.get(chosen.id) if chosen else None
        lines.append(line_of(student, tries[student.id], chosen, known, reachable))
    return Class(lines, sorted(each.at for each in every))


def overview(session: Session, assignment: Assignment) -> Overview:
    """Everything that the dashboard tells."""
    found = read(session, assignment)
    findings = _findings(session, found.counting)
    sentences = repository.sentences(session, findings.unsaid)
    return Overview(
        of=found,
        figures=Figures.of(found.lines),
        arrivals=arrivals(found.moments, assignment.due_at),
        end=the_end(found.moments, assignment.due_at),
        checks=findings.lines(assignment, sentences),
        reasons=findings.told(sentences),
    )


def students(
    session: Session, assignment: Assignment, names: Names, wanted: Wanted, page: Page
) -> tuple[Class, Sequence[Line], int]:
    """The class, as the viewer may know it; a page of those who are asked for; and how many these are."""
    found = read(session, assignment)
    found = replace(found, lines=disguised(found.lines, names))
    failed: Collection[str] = ()
    if wanted.asks_for_failures:
        failed = _failed(session, wanted, found.counting)
    chosen = wanted.chosen(found.lines, failed)
    return found, chosen[page.offset : page.offset + page.size], len(chosen)


def some(of: Class, names: Names, state: State, most: int) -> list[Line]:
    """The first few of a class that stand so, as the viewer may know them."""
    return Wanted(state=state).chosen(disguised(of.lines, names), ())[:most]


def line(session: Session, assignment: Assignment, student_id: str) -> Line:
    """One student of the class. Raises NotFound."""
    lines = read(session, assignment, student_id).lines
    if not lines:
        raise NotFound("The course has no such student.")
    return lines[0]


def reachable_by_machine(assignment: Assignment) -> float:
    """The most that machines give for an assignment."""
    versions = [row.bundle_version for row in assignment.problems]
    return sum(version.points for version in versions if not version.described.is_written)


def _findings(session: Session, submissions: Collection[str]) -> Findings:
    tallies = repository.tallies(session, submissions)
    failures = repository.failures(session, submissions)
    ids = {tally.version for tally in tallies}
    named = {id_: (slug, version) for id_, slug, version in repository.versions(session, ids)}
    return Findings.of(tallies, failures, named, MOST_REASONS)


def _failed(session: Session, wanted: Wanted, submissions: Collection[str]) -> set[str]:
    """The handins that failed as is asked for."""
    failures = repository.failures(session, submissions)
    slugs = {id_: slug for id_, slug, _ in repository.versions(session, {each.version for each in failures})}

    def fits(each: Failure) -> bool:
        slug = slugs[each.version]
        return (
            (not wanted.check or wanted.check == f"{slug}/{each.name}")
            and (not wanted.diagnosis or wanted.diagnosis == f"{slug}/{each.diagnosis}")
            and (not wanted.like or wanted.like == each.likeness)
        )

    return {each.submission for each in failures if fits(each)}
