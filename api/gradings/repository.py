"""Where gradings are looked up and their attempts begin and end."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, case, distinct, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from api.db.models import Assignment, BundleVersion, Course, Grading, GradingState, Submission
from api.gradings.line import can_run


def grading(session: Session, id_: str) -> Grading | None:
    """A grading with its bundle version, problem and submission."""
    return session.scalar(
        select(Grading)
        .where(Grading.id == id_)
        .options(
            joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
            joinedload(Grading.submission).joinedload(Submission.assignment).joinedload(Assignment.course),
        )
    )


def lock_waiting(
    session: Session, submission_id: str, runtimes: Collection[str], devices: Collection[str]
) -> Sequence[Grading]:
    """The submission's queued gradings that can be run with these; none when another worker has it locked."""
    locked = session.scalar(
        select(Submission.id)
        .where(Submission.id == submission_id)
        .with_for_update(skip_locked=True, key_share=True)
    )
    if locked is None:
        return []
    return session.scalars(
        select(Grading)
        .join(Grading.bundle_version)
        .where(
            Grading.submission_id == submission_id,
            Grading.state == GradingState.QUEUED,
            can_run(runtimes, devices),
        )
        .order_by(Grading.place)
        .options(
            joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
            joinedload(Grading.submission).joinedload(Submission.assignment),
        )
        .execution_options(populate_existing=True)
    ).all()


def lock_running(session: Session, *, worker: str | None, lapsed_by: datetime | None) -> Sequence[Grading]:
    """Running gradings of this worker, or whose lease has run out by then, that nobody else has locked."""
    query = select(Grading).where(Grading.state == GradingState.RUNNING)
    if worker is not None:
        query = query.where(Grading.worker == worker)
    if lapsed_by is not None:
        query = query.where(Grading.lease_until < lapsed_by)
    # In the order of submissions, so that two sweeps never wait for each other crosswise.
    locked = query.order_by(Grading.submission_id, Grading.id).with_for_update(skip_locked=True)
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def lock_attempts(session: Session, attempts: Mapping[str, int], *, waits: bool) -> list[Grading]:
    """Those of these gradings (id → attempt) whose attempt runs, with their bundle versions and problems.

    waits: for whoever has one locked; else those that somebody has locked are left out.
    """
    query = (
        select(Grading)
        .where(Grading.id.in_(attempts), Grading.state == GradingState.RUNNING)
        .options(joinedload(Grading.bundle_version).joinedload(BundleVersion.problem))
        .order_by(Grading.submission_id, Grading.id)
    )
    locked = query.with_for_update(of=Grading, skip_locked=not waits)
    found = session.scalars(locked.execution_options(populate_existing=True)).all()
    return [grading for grading in found if grading.attempt == attempts[grading.id]]


def out(session: Session, workers: Collection[str]) -> Counter[tuple[str, str]]:
    """How many jobs of each runtime and device are out: with these workers, or with none of them yet."""
    kind = (BundleVersion.runtime, BundleVersion.device)
    rows = session.execute(
        select(*kind, func.count(distinct(Grading.submission_id)))
        .join(Grading.bundle_version)
        .where(
            Grading.state == GradingState.RUNNING,
            or_(Grading.worker.is_(None), Grading.worker.in_(workers)),
        )
        .group_by(*kind)
    )
    counted: Counter[tuple[str, str]] = Counter()
    for runtime, device, jobs in rows:
        # A job for any device was given to a processor, unless there was none.
        counted[runtime, "cpu" if device == "any" else device] += jobs
    return counted


def note_served(session: Session, assignment: Assignment, now: datetime) -> None:
    """Note that a worker took work of this assignment's course."""
    session.execute(update(Course).where(Course.id == assignment.course_id).values(served_at=now))


def change_running(session: Session, grading_id: str, attempt: int, **values: Any) -> bool:
    """Change a grading while this attempt at it runs; False when the attempt is over or another runs."""
    result = session.execute(
        update(Grading)
        .where(Grading.id == grading_id, Grading.attempt == attempt, Grading.state == GradingState.RUNNING)
        .values(**values)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def outcomes(
    session: Session, submission_id: str
) -> Sequence[tuple[GradingState, float | None, float | None]]:
    """State and points of each of a submission's gradings, as the database has them now; last, what a
    machine found, be it a proposal.

    A person's points hold before a machine's; what waits for a person has none.
    """
    checks = func.coalesce(Grading.overridden_earned, Grading.earned)
    machine = case((BundleVersion.by_hand, None), else_=checks)
    rows = session.execute(
        select(Grading.state, func.coalesce(Grading.decided_earned, machine), Grading.earned)
        .join(Grading.bundle_version)
        .where(Grading.submission_id == submission_id)
    )
    return [(state, earned, found) for state, earned, found in rows]
