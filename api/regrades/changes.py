"""Whose scores a regrade changes, and by how much.

What a person decided stays, so it is no change. Where a person has the last word and has not spoken it, what
changes is a proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from api.db.models import (
    AttemptState,
    BundleVersion,
    Grading,
    Regrade,
    RegradeState,
    Regrading,
    Submission,
    User,
)
from api.paging import Page

NOISE = 1e-9
"""Points that are this close are the same points."""


@dataclass(frozen=True)
class Tally:
    """How far a regrade is, and what it would change. fresh: scores where there was none, for our fault."""

    total: int
    done: int
    faults: int
    up: int
    down: int
    fresh: int
    decided: int

    @property
    def changes(self) -> int:
        """How many scores change."""
        return self.up + self.down + self.fresh


@dataclass(frozen=True)
class Change:
    """One score that changes. before: None where there was none."""

    student: str
    student_id: str
    submission: str
    number: int
    version_before: int
    before: float | None
    points_before: float
    after: float
    points_after: float


@dataclass(frozen=True)
class Spread:
    """How many handins earned this much before, and after. before: None where there was no score."""

    before: float | None
    after: float
    count: int


def tally(session: Session, regrade: Regrade) -> Tally:
    """What is known so far."""
    before, changed = _before(regrade), _changed(regrade)
    done = Regrading.state == AttemptState.DONE
    counted = [
        done,
        Regrading.state == AttemptState.FAULT,
        and_(changed, Regrading.earned > before),
        and_(changed, Regrading.earned < before),
        and_(changed, before.is_(None)),
        Grading.decided_earned.is_not(None),
    ]
    numbers = session.execute(
        select(func.count(), *(func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in counted))
        .select_from(Regrading)
        .join(Regrading.grading)
        .where(Regrading.regrade_id == regrade.id)
    ).one()
    return Tally(*numbers)


def changes(session: Session, regrade: Regrade, page: Page) -> tuple[Sequence[Change], int]:
    """A page of the scores that change, those that lose most first, and how many there are."""
    before = _before(regrade)
    query = _changes(regrade)
    total = session.scalar(query.with_only_columns(func.count())) or 0
    order = (Regrading.earned - func.coalesce(before, 0.0), User.email, Regrading.id)
    rows: Sequence[Any] = session.execute(query.order_by(*order).offset(page.offset).limit(page.size)).all()
    return [Change(*row) for row in rows], total


def spread(session: Session, regrade: Regrade) -> list[Spread]:
    """What everything that is graded earned before and after, what stays as it was included."""
    before = func.coalesce(Grading.decided_earned, _before(regrade))
    after = func.coalesce(Grading.decided_earned, Regrading.earned)
    rows = session.execute(
        select(before, after, func.count())
        .select_from(Regrading)
        .join(Regrading.grading)
        .where(Regrading.regrade_id == regrade.id, Regrading.state == AttemptState.DONE)
        .group_by(before, after)
    )
    return [Spread(*row) for row in rows]


def _changes(regrade: Regrade) -> Select[*tuple[Any, ...]]:
    live = regrade.state is RegradeState.LIVE
    version = Regrading.was_version_id if live else Grading.bundle_version_id
    query = select(
        User.email,
        User.id,
        Submission.id,
        Submission.number,
        BundleVersion.number,
        _before(regrade),
        Regrading.was_points if live else Grading.points,
        Regrading.earned,
        Regrading.points,
    )
    return (
        query.select_from(Regrading)
        .join(Regrading.grading)
        .join(Grading.submission)
        .join(Submission.student)
        .join(BundleVersion, BundleVersion.id == version)
        .where(Regrading.regrade_id == regrade.id, _changed(regrade))
    )


def _before(regrade: Regrade) -> ColumnElement[float | None]:
    """What the grading says without the regrade."""
    live = regrade.state is RegradeState.LIVE
    return (Regrading.was_earned if live else Grading.earned).expression


def _changed(regrade: Regrade) -> ColumnElement[bool]:
    before = _before(regrade)
    return and_(
        Regrading.state == AttemptState.DONE,
        Grading.decided_earned.is_(None),
        or_(before.is_(None), func.abs(Regrading.earned - before) > NOISE),
    )
