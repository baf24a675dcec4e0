"""Submissions on the wire."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.db.models import GradingState
from api.decisions.schemas import DecisionView
from api.overrides.schemas import OverrideView
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
    """Proof that a handin was received. position: 1 is next; ahead: how many come before it.

    lateness: what coming late means for it, in a sentence; "" where it was on time.

    waits_for: the worker that a part of it needs and that is not there, such as "a GPU worker"; else "".
    """

    id: str
    number: int
    digest: str
    submitted_at: datetime
    late: bool
    lateness: str
    files: list[FileView]
    notes: list[str]
    position: int | None
    ahead: int | None
    waits_for: str
    links: Links


class SubmissionSummary(BaseModel):
    """A submission in a list. earned: of the problems that are settled, null while none is.

    undecided: those of the points that wait for a person.
    """

    id: str
    student: str
    number: int
    state: SubmissionState
    submitted_at: datetime
    late: bool
    earned: float | None
    points: float
    undecided: float
    links: Links


class ProblemResult(BaseModel):
    """A problem of a submission. fault: what failed on our side, for staff.

    report: null until the problem is settled; students see the checks that are revealed so far.
    by_hand: a person has the last word; until they speak it, earned is null, and proposed is what the
    machine found. decision: what they gave, and why. overrides: what they gave for single checks, of which
    the report has the machine's points.
    """

    grading: str
    problem: str
    title: str
    state: GradingState
    attempt: int
    earned: float | None
    points: float
    by_hand: bool
    proposed: float | None
    decision: DecisionView | None
    overrides: list[OverrideView]
    fault: str
    report: dict[str, Any] | None


class SubmissionView(SubmissionSummary):
    """A submission, whole. position, ahead, waits_for: see the receipt."""

    course: str
    assignment: str
    digest: str
    position: int | None
    ahead: int | None
    waits_for: str
    files: list[FileView]
    notes: list[str]
    problems: list[ProblemResult]
