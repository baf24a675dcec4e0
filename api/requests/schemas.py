"""Requests for a regrade on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.db.models import RequestState
from api.inputs import Points, Text
from api.remarks.schemas import RemarkView


class RequestSummary(BaseModel):
    """A request in a list. check: "" is the whole problem. opened_at: since when it waits, at first."""

    id: str
    submission: str
    number: int
    student: str
    grading: str
    problem: str
    check: str
    title: str
    state: RequestState
    opened_at: datetime
    changed_at: datetime


class RequestView(RequestSummary):
    """A request, whole."""

    remarks: list[RemarkView]


class AskRequest(BaseModel):
    """What a student asks, about a check or (left out) a whole problem."""

    check: str = Field(default="", max_length=200)
    text: Text = Field(min_length=1)


class GivenPoints(BaseModel):
    """Points that staff give with an answer; revision: the check's, as it was read."""

    revision: str = Field(max_length=40)
    earned: Points
    reason: Text = Field(default="", description="For the student to read; left out, the answer's text is.")


class AnswerRequest(BaseModel):
    """What is said in a request's thread, in Markdown. override: for staff, points for the check."""

    text: Text = Field(min_length=1)
    override: GivenPoints | None = None
