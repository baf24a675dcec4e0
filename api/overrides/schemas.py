"""Overrides on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.inputs import Points, Text


class OverrideView(BaseModel):
    """Points that a person gave for a check, as the student reads them. machine: what the machine gives now.

    stranded: the check is not among the problem's any more; `machine` is then what it gave by then.
    """

    check: str
    title: str
    machine: float
    earned: float
    points: float
    reason: str
    at: datetime
    stranded: bool


class StaffOverrideView(BaseModel):
    """One act: points given, or (earned: null) an override withdrawn.

    machine: what the machine gave by then.
    """

    number: int
    check: str
    title: str
    machine: float
    earned: float | None
    points: float
    reason: str
    by: str
    at: datetime


class CheckStanding(BaseModel):
    """A check as somebody overrides it. revision: to be sent back. machine: null where it never was graded.

    history: of this check alone, the newest first.
    """

    grading: str
    check: str
    title: str
    revision: str
    machine: float | None
    earned: float | None
    points: float
    history: list[StaffOverrideView]


class StrandedView(BaseModel):
    """A grading with overrides of checks that its version of the problem does not have any more."""

    grading: str
    submission: str
    student: str
    problem: str
    title: str
    overrides: list[OverrideView]


class OverrideRequest(BaseModel):
    """Points for one check. reason: the student reads it. revision: the check's, as it was read."""

    revision: str = Field(max_length=40)
    earned: Points
    reason: Text = Field(min_length=1)


class Withdrawal(BaseModel):
    """Let the machine's points count again."""

    revision: str = Field(max_length=40)
    reason: Text = ""
