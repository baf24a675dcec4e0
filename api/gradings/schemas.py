"""Faults on the wire."""

from datetime import datetime

from pydantic import BaseModel


class FaultView(BaseModel):
    """A grading that we failed at. since: when its last attempt began."""

    grading: str
    submission: str
    number: int
    assignment: str
    problem: str
    since: datetime


class CauseView(BaseModel):
    """Faults of one cause in one course: how many, since when, and the newest of them."""

    cause: str
    course: str
    count: int
    oldest: datetime
    faults: list[FaultView]


class Retried(BaseModel):
    """How many faults were put back into the line, and how many of the same cause are left for next time."""

    retried: int
    left: int
