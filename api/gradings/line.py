"""The line of submissions that wait for a worker, in the order in which they will be served.

Courses take turns, the one served longest ago first. Within a course each student's newest submission
of an assignment comes before everybody's older ones, whether or not the newer has been graded by then:
a burst by one student holds nobody up, and nobody loses their place by handing in again.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Subquery, exists, func, select
from sqlalchemy.orm import Session, aliased

from api.db.models import Assignment, BundleVersion, Course, Grading, GradingState, Submission


def can_run(runtimes: Collection[str], devices: Collection[str]) -> ColumnElement[bool]:
    """Whether a bundle version's gradings can be run with these."""
    return BundleVersion.runtime.in_(runtimes) & BundleVersion.device.in_({*devices, "any"})


def _waiting(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Grading.id)
        .join(Grading.bundle_version)
        .where(Grading.submission_id == Submission.id, Grading.state == GradingState.QUEUED, *wanted)
    )


def _line(*wanted: ColumnElement[bool]) -> Subquery:
    newer = aliased(Submission)
    newest = (
        select(func.max(newer.number))
        .where(newer.student_id == Submission.student_id, newer.assignment_id == Submission.assignment_id)
        .scalar_subquery()
    )
    turn = func.row_number().over(
        partition_by=Assignment.course_id,
        order_by=(newest - Submission.number, Submission.submitted_at, Submission.id),
    )
    turns = (
        select(Submission.id, Submission.submitted_at, Course.served_at, turn.label("turn"))
        .join(Submission.assignment)
        .join(Assignment.course)
        .where(_waiting(*wanted))
        .subquery()
    )
    order = (turns.c.turn, turns.c.served_at, turns.c.submitted_at, turns.c.id)
    return select(turns.c.id, func.row_number().over(order_by=order).label("place")).subquery()


def next_in_line(
    session: Session, runtimes: Collection[str], devices: Collection[str], limit: int
) -> Sequence[str]:
    """The submissions that a worker with these runtimes and devices should serve first."""
    line = _line(can_run(runtimes, devices))
    return session.scalars(select(line.c.id).order_by(line.c.place).limit(limit)).all()


def place_of(session: Session, submission_id: str) -> int | None:
    """A submission's place in the whole line, from 1; None when it does not wait."""
    line = _line()
    return session.scalar(select(line.c.place).where(line.c.id == submission_id))


def anybody_waits(session: Session, runtimes: Collection[str], devices: Collection[str]) -> bool:
    """Whether a student's grading waits that can be run with these: everything else stands back for it."""
    waiting = (
        select(Grading.id)
        .join(Grading.bundle_version)
        .where(Grading.state == GradingState.QUEUED, can_run(runtimes, devices))
    )
    return session.scalar(waiting.limit(1)) is not None
