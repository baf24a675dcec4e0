"""Answers that are alike, on the wire."""

from pydantic import BaseModel, Field

from api.db.models import GradingState
from api.inputs import Points, Text


class AlikeView(BaseModel):
    """One of several answers that are alike. revision: to be sent back. earned: the points that count now."""

    grading: str
    submission: str
    number: int
    student: str
    revision: str
    state: GradingState
    earned: float | None
    decided: bool


class Chosen(BaseModel):
    """One that is graded with the others, as it was read."""

    grading: str = Field(max_length=40)
    revision: str = Field(max_length=40)


class AlikeRequest(BaseModel):
    """The same for all that are chosen: points with a reason, a comment, or both.

    check: "" is the whole problem, where people decide it; then `marks` or `earned`.
    """

    check: str = Field(default="", max_length=200)
    chosen: list[Chosen] = Field(min_length=1, max_length=100)
    earned: Points | None = None
    marks: dict[str, Points] = Field(default={}, max_length=1000)
    reason: Text = ""
    comment: Text = ""


class Skipped(BaseModel):
    """One that was left as it is, and why."""

    grading: str
    why: str


class AlikeOutcome(BaseModel):
    """What came of it."""

    done: list[str]
    skipped: list[Skipped]
