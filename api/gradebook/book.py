"""The table of a course: a row for each student, a column for each assignment, and sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from api.policies.reckoning import Standing
from api.roster.people import Person
from api.submissions.state import SubmissionState


class Mark(StrEnum):
    """How a student stands in an assignment, in a word.

    absent: nothing was handed in. missing: nor can it count as in time any more. waiting: for a person.
    running: for a machine. fault: our failure, which staff have to see to.
    """

    GRADED = "graded"
    ABSENT = "absent"
    MISSING = "missing"
    WAITING = "waiting"
    RUNNING = "running"
    FAULT = "fault"
    EXCUSED = "excused"


_OPEN = {
    SubmissionState.QUEUED: Mark.RUNNING,
    SubmissionState.RUNNING: Mark.RUNNING,
    SubmissionState.REVIEW: Mark.WAITING,
    SubmissionState.FAULT: Mark.FAULT,
}


@dataclass(frozen=True)
class Column:
    """An assignment. median: of those who have a score in it; None: nobody has.

    nameless: it is graded without names, so nobody is told here which submission is whose.
    """

    id: str
    slug: str
    title: str
    points: float
    due_at: datetime | None
    nameless: bool = False
    median: float | None = None


class Cell(NamedTuple):
    """A student in an assignment. final: the points that count, lateness taken off; None: there are none.

    A tuple, because a course has ten thousand of them.
    """

    standing: Standing
    mark: Mark
    final: float | None


@dataclass(frozen=True)
class Row:
    """A student. total: of the points that count; possible: what there was to earn of what is due or graded.

    What somebody is excused from is in neither.
    """

    person: Person
    cells: tuple[Cell, ...]
    total: float
    possible: float


@dataclass(frozen=True)
class Book:
    """A course's gradebook. median: of the totals; None without students."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    median: float | None

    def column(self, slug: str) -> int | None:
        """Where the assignment of this slug is."""
        return next((place for place, column in enumerate(self.columns) if column.slug == slug), None)


def mark_of(standing: Standing, state: SubmissionState | None, *, is_over: bool) -> Mark:
    """How a student stands. state: of the submission that counts, where it has no score yet."""
    if standing.excused:
        return Mark.EXCUSED
    if standing.submission_id is None:
        return Mark.MISSING if is_over else Mark.ABSENT
    if standing.earned is not None:
        return Mark.GRADED
    return _OPEN.get(state, Mark.RUNNING) if state else Mark.RUNNING


def cell_of(standing: Standing, state: SubmissionState | None, *, is_over: bool) -> Cell:
    """A student in an assignment; see `mark_of`."""
    mark = mark_of(standing, state, is_over=is_over)
    return Cell(standing, mark, standing.final if mark is Mark.GRADED else None)


def row_of(person: Person, cells: Sequence[Cell], columns: Sequence[Column]) -> Row:
    """Add a student's points up."""
    total = sum(cell.final or 0.0 for cell in cells)
    possible = sum(
        column.points
        for cell, column in zip(cells, columns, strict=True)
        if cell.mark in (Mark.GRADED, Mark.MISSING)
    )
    return Row(person, tuple(cells), total, possible)


def book_of(columns: Sequence[Column], rows: Sequence[Row]) -> Book:
    """Put rows together, with the medians of all of them."""
    finals = [_middle(row.cells[place].final for row in rows) for place in range(len(columns))]
    with_medians = [replace(each, median=middle) for each, middle in zip(columns, finals, strict=True)]
    return Book(tuple(with_medians), tuple(rows), _middle(row.total for row in rows))


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
