"""Decisions on the wire."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.db.models import GradingState
from api.inputs import Points, Text


class RubricItemView(BaseModel):
    """What people give points for."""

    name: str
    points: float
    text: str


class Mark(RubricItemView):
    """A rubric item with the points that somebody gave for it."""

    earned: float


class DecisionView(BaseModel):
    """Points that a person gave, as the student reads them."""

    earned: float
    points: float
    marks: list[Mark]
    reason: str
    at: datetime


class StaffDecisionView(DecisionView):
    """A decision with what staff alone know. proposed: what the machine had proposed by then, if anything."""

    number: int
    proposed: float | None
    by: str


class WaitingView(BaseModel):
    """A grading that waits for a person. proposed: null for a written answer, or where we failed."""

    grading: str
    problem: str
    title: str
    student: str
    submission: str
    number: int
    submitted_at: datetime
    late: bool
    state: GradingState
    proposed: float | None
    points: float


class GradingView(BaseModel):
    """A grading as whoever decides it reads it; report: the proposal with its reasons and curves.

    earned: the points that count now, null while they are undecided. revision: to be sent back with the
    decision. previous, next: the neighbours in the line of those that wait.
    """

    grading: str
    course: str
    assignment: str
    student: str
    submission: str
    problem: str
    title: str
    state: GradingState
    by_hand: bool
    revision: str
    earned: float | None
    proposed: float | None
    points: float
    rubric: list[RubricItemView]
    report: dict[str, Any] | None
    fault: str
    decision: StaffDecisionView | None
    previous: str | None
    next: str | None


class DecisionRequest(BaseModel):
    """Points by hand. Send every rubric item's `marks`, or `earned`; and a `reason` to change a proposal."""

    revision: str = Field(max_length=40, description="The grading's, as it was read.")
    earned: Points | None = None
    marks: dict[str, Points] = Field(default={}, max_length=1000)
    reason: Text = ""
