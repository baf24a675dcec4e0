"""Gradebooks on the wire."""

from datetime import datetime

from pydantic import BaseModel

from api.gradebook.book import Mark
from api.inputs import Text


class ColumnView(BaseModel):
    """An assignment. median: of those who have a score."""

    slug: str
    title: str
    points: float
    due_at: datetime | None
    median: float | None


class CellView(BaseModel):
    """A student in an assignment. final: what counts, earned less penalty; null where there is none (yet).

    submission: the one that counts; null also where the assignment is graded without names.
    """

    assignment: str
    mark: Mark
    submission: str | None
    earned: float | None
    points: float
    days_late: int
    slip_days: int
    penalty: float
    final: float | None


class RowView(BaseModel):
    """A student. possible: the points of what is due or graded, and not excused."""

    member: str
    email: str
    name: str
    section: str
    student_id: str
    total: float
    possible: float
    cells: list[CellView]


class BookView(BaseModel):
    """A gradebook. median: of the totals of the whole course."""

    course: str
    columns: list[ColumnView]
    rows: list[RowView]
    median: float | None


class ExcusalRequest(BaseModel):
    """Why a student is excused, for staff."""

    reason: Text = ""


class ExcusalView(BaseModel):
    """A student who is excused from an assignment. by: null: somebody whose account is gone."""

    student: str
    reason: str
    by: str | None
    at: datetime
