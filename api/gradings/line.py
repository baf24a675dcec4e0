"""The line of submissions that wait for a worker, in the order in which they will be served.

Courses take turns, the one served longest ago first. Within a course each student's newest submission
of an assignment comes before everybody's older ones, whether or not the newer has been graded by then:
a burst by one student holds nobody up, and nobody loses their place by handing in again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, exists, func, select
from sqlalchemy.orm import Session, aliased

from api.db.models import Assignment, BundleVersion, Course, Grading, GradingState, Submission
from api.queue import Served


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


@dataclass(frozen=True)
class Place:
    """Where a submission waits.

    number: its place, from 1, among those that there are workers for; None when nothing of it is in that
    line. lacks: the worker that a part of it waits for and that is not there, in words; "" where all are.
    """

    number: int | None = None
    lacks: str = ""


NOWHERE = Place()


@dataclass(frozen=True)
class Waiting:
    """What of a submission waits. is_in_line: there are workers for a part of it; lacks: see `Place`."""

    is_in_line: bool
    lacks: str


def waiting_of(session: Session, submission_id: str, served: Served) -> Waiting:
    """What of a submission waits while these workers are there; it costs the same however many wait."""
    runs = can_run(served.runtimes, served.devices)
    queued = session.execute(
        select(BundleVersion.runtime, BundleVersion.device, runs)
        .join(Grading, Grading.bundle_version_id == BundleVersion.id)
        .where(Grading.submission_id == submission_id, Grading.state == GradingState.QUEUED)
        .order_by(Grading.place)
    ).all()
    stranded = [(runtime, device) for runtime, device, can in queued if not can]
    return Waiting(len(stranded) < len(queued), _wanted(*stranded[0], served) if stranded else "")


def numbers(session: Session, served: Served) -> dict[str, int]:
    """The whole line for these workers: submission → its place, from 1."""
    line = _line(can_run(served.runtimes, served.devices))
    rows = session.execute(select(line.c.id, line.c.place))
    return {row.id: row.place for row in rows}


def _wanted(runtime: str, device: str, served: Served) -> str:
    """The worker that would run this, in words."""
    if device == "cuda" and device not in served.devices:
        return "a GPU worker"
    return f"a worker with the runtime {runtime}"


def anybody_waits(session: Session, runtimes: Collection[str], devices: Collection[str]) -> bool:
    """Whether a student's grading waits that can be run with these: everything else stands back for it."""
    waiting = (
        select(Grading.id)
        .join(Grading.bundle_version)
        .where(Grading.state == GradingState.QUEUED, can_run(runtimes, devices))
    )
    return session.scalar(waiting.limit(1)) is not None
