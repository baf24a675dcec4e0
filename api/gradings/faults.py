"""What we failed at for good: gathered by cause, so that a cause that was mended is retried as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from api.audit import service as audit
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.models import (
    Assignment,
    BundleVersion,
    Course,
    Grading,
    GradingState,
    Member,
    Problem,
    Role,
    Submission,
)
from api.db.session import after_commit
from api.errors import Conflict, NotFound
from api.gradings import repository, service
from api.gradings.jobs import job_of
from api.queue import Queue

MOST_CAUSES = 50
MOST_SHOWN = 20
"""Faults of one cause that are listed; the others are counted."""
AT_ONCE = 500
"""Faults that one request puts back into the line."""


@dataclass(frozen=True)
class Fault:
    """One grading that we failed at. since: when its last attempt began."""

    grading: str
    submission: str
    number: int
    assignment: str
    problem: str
    since: datetime


@dataclass(frozen=True)
class Cause:
    """Faults of one cause in one course. faults: the newest of them."""

    text: str
    course: str
    count: int
    oldest: datetime
    faults: Sequence[Fault]


def causes_for(session: Session, caller: Caller) -> list[Cause]:
    """The causes of the faults in the courses whose staff the caller is, the commonest first."""
    groups = session.execute(
        select(Grading.fault, Course.slug, func.count(), func.min(_since()))
        .select_from(Grading)
        .join(Grading.submission)
        .join(Submission.assignment)
        .join(Assignment.course)
        .where(*_theirs(caller))
        .group_by(Grading.fault, Course.slug)
        .order_by(func.count().desc(), Course.slug, Grading.fault)
        .limit(MOST_CAUSES)
    ).all()
    shown = _newest(session, caller) if groups else {}
    return [
        Cause(text, course, count, oldest, shown.get((text, course), ()))
        for text, course, count, oldest in groups
    ]


def retry_alike(session: Session, queue: Queue, caller: Caller, grading_id: str) -> tuple[int, int]:
    """Grade again whatever failed in the same course by the same cause; how many that are, and are left.

    Raises NotFound for a grading of a course whose staff the caller is not, Conflict for what is no fault.
    """
    sample = repository.grading(session, grading_id)
    course = sample.submission.assignment.course if sample else None
    if sample is None or course is None or not courses.seat_in(session, caller, course).is_staff:
        raise NotFound("You have no such grading.")
    if sample.state is not GradingState.FAULT:
        raise Conflict("Only a grading that ended in a fault of ours can be retried.")
    alike = (Grading.state == GradingState.FAULT, Grading.fault == sample.fault, Course.id == course.id)
    found = session.scalars(
        _whole().where(*alike).order_by(Grading.submission_id, Grading.id).limit(AT_ONCE)
    ).all()
    total = session.scalar(select(func.count()).select_from(_whole().where(*alike).subquery())) or 0
    _retry(session, queue, found)
    audit.note(
        session, caller, "grading.retry-alike", sample, course=course, cause=sample.fault, count=len(found)
    )
    return len(found), total - len(found)


def _retry(session: Session, queue: Queue, gradings: Collection[Grading]) -> None:
    # In the order of submissions, so that two who retry never wait for each other crosswise.
    for grading in gradings:
        service.retry(session, grading)
        after_commit(session, partial(queue.publish, job_of([grading])))


def _newest(session: Session, caller: Caller) -> dict[tuple[str, str], list[Fault]]:
    """The newest faults of each cause, a bounded number."""
    place = func.row_number().over(
        partition_by=(Grading.fault, Course.id), order_by=(_since().desc(), Grading.id)
    )
    ranked = (
        select(Grading.id, place.label("place"))
        .join(Grading.submission)
        .join(Submission.assignment)
        .join(Assignment.course)
        .where(*_theirs(caller))
        .subquery()
    )
    rows = session.execute(
        select(
            Grading.fault,
            Course.slug,
            Grading.id,
            Submission.id,
            Submission.number,
            Assignment.slug,
            Problem.slug,
            _since(),
        )
        .join(ranked, ranked.c.id == Grading.id)
        .join(Grading.submission)
        .join(Submission.assignment)
        .join(Assignment.course)
        .join(BundleVersion, BundleVersion.id == Grading.bundle_version_id)
        .join(BundleVersion.problem)
        .where(ranked.c.place <= MOST_SHOWN)
        .order_by(ranked.c.place)
        .limit(MOST_CAUSES * MOST_SHOWN)
    )
    found: dict[tuple[str, str], list[Fault]] = {}
    for text, course, *fault in rows:
        found.setdefault((text, course), []).append(Fault(*cast(Any, fault)))
    return found


def _whole() -> Select[Grading]:
    return (
        select(Grading)
        .join(Grading.submission)
        .join(Submission.assignment)
        .join(Assignment.course)
        .options(
            joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
            joinedload(Grading.submission).joinedload(Submission.assignment).joinedload(Assignment.course),
        )
        .with_for_update(of=Grading)
    )


def _since() -> ColumnElement[datetime]:
    return func.coalesce(Grading.started_at, Grading.queued_at)


def _theirs(caller: Caller) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = [Grading.state == GradingState.FAULT]
    if not caller.is_admin:
        taught = select(Member.course_id).where(Member.user_id == caller.id, Member.role != Role.STUDENT)
        rules.append(Course.id.in_(taught))
    return rules
