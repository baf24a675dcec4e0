"""Policies, extensions and standings on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from api.db.models import Counts
from api.inputs import Moment, Text
from api.policies.days import zones

Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


def _known(zone: str) -> str:
    if zone not in zones():
        raise PydanticCustomError("zone_unknown", "name a time zone, as in America/New_York or UTC")
    return zone


Zone = Annotated[str, Field(max_length=64), AfterValidator(_known)]


class CourseRules(BaseModel):
    """What a course's deadlines go by. zone: whose clocks. slip_days: how many each student has in all."""

    zone: Zone = "UTC"
    slip_days: int = Field(default=0, ge=0, le=366)


class Policies(BaseModel):
    """An assignment's rules.

    slip_limit: the most slip days that a student may spend on it (0: none; null: all they have). A handin
    that they do not cover is taken until `closes_at`, unless late_refused, and loses late_penalty percent of
    its points a day, but keeps late_floor percent. daily_attempts: how many handins a day a student may make
    (null: any number); cool_down: seconds between two. counts: the submission that counts. scores_wait:
    students see no score until the scores are published.
    """

    slip_limit: int | None = Field(default=None, ge=0, le=366)
    late_refused: bool = False
    late_penalty: Percent = 0.0
    late_floor: Percent = 0.0
    daily_attempts: int | None = Field(default=None, ge=1, le=1000)
    cool_down: int = Field(default=0, ge=0, le=604_800)
    counts: Counts = Counts.BEST
    scores_wait: bool = False


class ExtensionRequest(BaseModel):
    """A later deadline for one student. reason: for staff."""

    due_at: Moment
    reason: Text = ""


class ExtensionView(BaseModel):
    """A student's later deadline; closes_at: until when their handins are taken at most."""

    student: str
    due_at: datetime
    reason: str
    given_by: str | None
    at: datetime


class StandingView(BaseModel):
    """How a student stands. submission: the one that counts, null where nothing was handed in.

    earned: of `points`, by grading; null until it is known. penalty: the points that lateness takes which
    slip_days do not cover. final: what is left; null where earned is, and for who is excused.
    """

    student: str
    submission: str | None
    earned: float | None
    points: float
    days_late: int
    slip_days: int
    penalty: float
    final: float | None
    excused: bool


class OutlookView(BaseModel):
    """What handing in now would mean for the caller. due_at: their own deadline; last_moment: after it
    nothing is taken of them. slip_days: those that a handin now would spend; slip_days_left: before it.

    attempts_left: null without a limit. next_at: when the next handin is taken; null: now. consequence: what
    lateness takes, in a sentence.
    """

    due_at: datetime | None
    last_moment: datetime | None
    takes_handins: bool
    days_late: int
    slip_days: int
    slip_days_left: int
    attempts_left: int | None
    next_at: datetime | None
    consequence: str
