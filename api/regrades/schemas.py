"""Regrades on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.db.models import RegradeState, Which
from api.inputs import Key, Slug
from api.regrades.choosing import MOST_NAMED


class RegradeRequest(BaseModel):
    """A regrade by the version of a problem that new handins are graded by.

    which: each student's latest handin, their best, or all of them; or `chosen`, which are named in
    `submissions` and graded again even where this version graded them already.
    """

    problem: Slug
    which: Which = Which.LATEST
    submissions: list[Key] = Field(default=[], max_length=MOST_NAMED)


class RegradeLinks(BaseModel):
    """Where a regrade and what belongs to it are found."""

    self: str
    changes: str


class RegradeView(BaseModel):
    """A regrade: `done` of `total` handins are graded; nothing counts before it is `live`.

    up, down: scores that change so. fresh: handins that get a score where we had failed to give one.
    decided: handins whose points a person gave, which stay. sentence: all of this, and what to do next.
    """

    id: str
    problem: str
    version: int
    which: Which
    state: RegradeState
    sentence: str
    total: int
    done: int
    faults: int
    up: int
    down: int
    fresh: int
    decided: int
    by: str
    created_at: datetime
    ended_at: datetime | None
    links: RegradeLinks


class ChangeView(BaseModel):
    """A score that changes. before: null where we had failed to give one; by: after less before."""

    student: str
    submission: str
    number: int
    version_before: int
    before: float | None
    points_before: float
    after: float
    points_after: float
    by: float
