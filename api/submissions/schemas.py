"""Submissions on the wire."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.db.models import GradingState
from api.submissions.state import SubmissionState


class FileView(BaseModel):
    """A file that was read."""

    path: str
    bytes: int


class Links(BaseModel):
    """Where to go from here."""

    self: str
    events: str
    archive: str


class Receipt(BaseModel):
    """Proof that a handin was received. position: 1 is next; ahead: how many come before it."""

    id: str
    number: int
    digest: str
    submitted_at: datetime
    late: bool
    files: list[FileView]
    notes: list[str]
    position: int | None
    ahead: int | None
    links: Links


class SubmissionSummary(BaseModel):
    """A submission in a list. earned: of the problems that are settled, null while none is."""

    id: str
    student: str
    number: int
    state: SubmissionState
    submitted_at: datetime
    late: bool
    earned: float | None
    points: float
    links: Links


class ProblemResult(BaseModel):
    """A problem of a submission. fault: what failed on our side, for staff.

    report: null until the problem is settled; students see the checks that are revealed so far.
    """

    grading: str
    problem: str
    title: str
    state: GradingState
    attempt: int
    earned: float | None
    points: float
    fault: str
    report: dict[str, Any] | None


class SubmissionView(SubmissionSummary):
    """A submission, whole."""

    course: str
    assignment: str
    digest: str
    position: int | None
    ahead: int | None
    files: list[FileView]
    notes: list[str]
    problems: list[ProblemResult]
