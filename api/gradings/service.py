"""The life of a grading: claimed under a lease, given back, retried. `api.recorder` settles it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from api import journal
from api.audit import service as audit
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.base import utc_now
from api.db.models import ATTEMPTS, Grading, GradingState
from api.db.session import after_commit
from api.errors import Conflict, NotFound
from api.events import service as events
from api.gradings import line, repository
from api.gradings.jobs import job_of
from api.queue import Queue
from api.submissions import closing
from api.submissions.state import SubmissionState
from graders.job import GradeJob

_LOOK_AHEAD = 32


@dataclass(frozen=True)
class SweepResult:
    """What a sweep did: gradings put back into the line, and gradings given up as faults."""

    queued: tuple[str, ...]
    faults: tuple[str, ...]


def claim(
    session: Session,
    *,
    worker: str,
    runtimes: Collection[str],
    devices: Collection[str],
    lease: timedelta,
) -> GradeJob | None:
    """The next job for a worker, its gradings marked as running until the lease ends; None: no work.

    The job holds every queued problem of one submission that shares runtime and device. Safe to call
    from many threads and processes at once: each grading is claimed once.
    """
    for submission_id in line.next_in_line(session, runtimes, devices, _LOOK_AHEAD):
        waiting = repository.lock_waiting(session, submission_id, runtimes, devices)
        if waiting:
            return _start(session, _alike(waiting), worker, lease, devices)
    return None


def give_out(
    session: Session,
    submission_id: str,
    *,
    runtimes: Collection[str],
    devices: Collection[str],
    lease: timedelta,
) -> GradeJob | None:
    """A job of this submission, for whichever worker begins it first; None: nothing of it waits any more."""
    waiting = repository.lock_waiting(session, submission_id, runtimes, devices)
    return _start(session, _alike(waiting), None, lease, devices) if waiting else None


def begin(session: Session, attempts: Mapping[str, int], worker: str, lease: timedelta) -> None:
    """A worker has begun a job that was given out (grading → attempt); what is over is left alone."""
    now = utc_now()
    gradings = repository.lock_attempts(session, attempts, waits=True)
    journal.begun(session, gradings, worker)
    for grading in gradings:
        grading.worker = worker
        grading.started_at = now
        grading.lease_until = now + lease
    session.flush()


def renew(session: Session, job: GradeJob, lease: timedelta) -> bool:
    """Hold the job for longer; False when none of its gradings is this attempt's any more."""
    return hold_all(session, {item.grading: item.attempt for item in job.items}, lease) > 0


def hold_all(session: Session, attempts: Mapping[str, int], lease: timedelta) -> int:
    """Hold gradings (id → attempt) for longer; how many of these attempts still run.

    What somebody settles at this moment is left alone: whoever holds many gradings waits for none.
    """
    until = utc_now() + lease
    running = repository.lock_attempts(session, attempts, waits=False)
    for grading in running:
        grading.lease_until = until
    session.flush()
    return len(running)


def sweep(session: Session, now: datetime) -> SweepResult:
    """Give back every grading whose lease has run out. What no worker had begun has lost no attempt."""
    lapsed = repository.lock_running(session, worker=None, lapsed_by=now)
    unbegun = [grading for grading in lapsed if grading.worker is None]
    for grading in unbegun:
        relinquish(session, grading, grading.attempt)
    begun = [grading for grading in lapsed if grading.worker is not None]
    swept = _give_back_all(session, begun, "The worker that ran it stopped answering.")
    return SweepResult((*(grading.id for grading in unbegun), *swept.queued), swept.faults)


def release(session: Session, worker: str) -> SweepResult:
    """Give back everything that a worker held which is dead for certain."""
    held = repository.lock_running(session, worker=worker, lapsed_by=None)
    return _give_back_all(session, held, "The worker that ran it was stopped.")


def give_back(session: Session, grading: Grading, attempt: int, why: str) -> GradingState | None:
    """End a failed attempt: back into the line or, after the last one, a fault that staff see.

    Returns the grading's new state; None when this attempt is over already. Points that a person gave
    hold whatever a machine fails at.
    """
    given_up = attempt >= grading.attempt_limit
    fault = GradingState.DONE if grading.is_decided else GradingState.FAULT
    state = fault if given_up else GradingState.QUEUED
    ending = journal.Ending.of(grading, attempt)
    if not repository.change_running(
        session, grading.id, attempt, state=state, worker=None, lease_until=None, fault=why
    ):
        return None
    ending.given_back(session, why, state)
    if given_up:
        events.note_report(session, grading.submission_id, grading.id, state)
        if closing.close_if_done(session, grading.submission_id):
            journal.finished(session, grading)
    else:
        events.note_state(session, grading.submission_id, SubmissionState.QUEUED)
    return state


def relinquish(session: Session, grading: Grading, attempt: int) -> None:
    """Put a grading back into the line that we stopped ourselves: the attempt does not count."""
    more = grading.attempt_limit + 1
    ending = journal.Ending.of(grading, attempt)
    if repository.change_running(
        session,
        grading.id,
        attempt,
        state=GradingState.QUEUED,
        worker=None,
        lease_until=None,
        attempt_limit=more,
    ):
        ending.put_back(session)
        events.note_state(session, grading.submission_id, SubmissionState.QUEUED)


def retry_as(session: Session, queue: Queue, caller: Caller, grading_id: str) -> None:
    """Like `retry`, for a caller. Raises NotFound for a grading of a course whose staff they are not."""
    grading = repository.grading(session, grading_id)
    if grading is None or not courses.seat_in(session, caller, grading.submission.assignment.course).is_staff:
        raise NotFound("You have no such grading.")
    retry(session, grading)
    course = grading.submission.assignment.course
    audit.note(session, caller, "grading.retry", grading, course=course, cause=grading.fault)
    after_commit(session, partial(queue.publish, job_of([grading])))


def retry(session: Session, grading: Grading) -> None:
    """Grade a fault again, with as many attempts as at first. Raises Conflict for anything else."""
    if grading.state is not GradingState.FAULT:
        raise Conflict("Only a grading that ended in a fault of ours can be retried.")
    grading.state = GradingState.QUEUED
    grading.queued_at = utc_now()
    grading.attempt_limit = grading.attempt + ATTEMPTS
    session.flush()
    events.note_state(session, grading.submission_id, SubmissionState.QUEUED)


def _alike(waiting: Sequence[Grading]) -> list[Grading]:
    first = waiting[0].bundle_version
    return [
        each
        for each in waiting
        if (each.bundle_version.runtime, each.bundle_version.device) == (first.runtime, first.device)
    ]


def _start(
    session: Session, gradings: list[Grading], worker: str | None, lease: timedelta, devices: Collection[str]
) -> GradeJob:
    now = utc_now()
    for grading in gradings:
        grading.state = GradingState.RUNNING
        grading.attempt += 1
        grading.worker = worker
        grading.started_at = now if worker else None
        grading.lease_until = now + lease
    session.flush()
    journal.claimed(session, gradings, worker)
    submission = gradings[0].submission
    repository.note_served(session, submission.assignment, now)
    events.note_state(session, submission.id, SubmissionState.RUNNING)
    return job_of(gradings, devices)


def _give_back_all(session: Session, gradings: Sequence[Grading], why: str) -> SweepResult:
    ended = [(each.id, give_back(session, each, each.attempt, why)) for each in gradings]
    return SweepResult(
        queued=tuple(id_ for id_, state in ended if state is GradingState.QUEUED),
        faults=tuple(id_ for id_, state in ended if state is GradingState.FAULT),
    )
