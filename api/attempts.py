"""The life of work that waits behind students' gradings: taken under a lease, given back, retried.

The same rules as for gradings. `attempt` counts the times that a worker took it and never goes back, so
that whatever an earlier attempt still says is known as late; an attempt that ends with the process
counts, and one that we end ourselves does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from api import journal
from api.db.base import utc_now
from api.db.models import ATTEMPTS, Attempted, AttemptState
from api.db.session import after_commit
from api.metrics import gradings as figures

DIED = "The worker that ran it stopped answering."


@dataclass(frozen=True)
class Held:
    """One attempt at one piece of work."""

    kind: type[Attempted]
    id: str
    attempt: int

    @property
    def queue(self) -> str:
        """The line that such work waits in."""
        return figures.QUEUES[self.kind.__tablename__]  # type: ignore[attr-defined]  # every table has one


def take(session: Session, row: Attempted, worker: str | None, lease: timedelta) -> Held:
    """Begin an attempt at a row that is locked. worker: None where it is for whichever begins it first."""
    now = utc_now()
    row.state = AttemptState.RUNNING
    row.attempt += 1
    row.worker = worker
    row.started_at = now if worker else None
    row.lease_until = now + lease
    session.flush()
    held = Held(type(row), row.id, row.attempt)
    after_commit(session, figures.ATTEMPTS.labels(held.queue).inc)
    return held


def change(session: Session, held: Held, **values: Any) -> bool:
    """Change work while this attempt at it runs; False when the attempt is over or another runs."""
    kind = held.kind
    running = (kind.id == held.id, kind.attempt == held.attempt, kind.state == AttemptState.RUNNING)
    result = session.execute(update(kind).where(*running).values(**values))
    return isinstance(result, CursorResult) and result.rowcount == 1


def begin(session: Session, held: Held, worker: str, lease: timedelta) -> bool:
    """A worker has begun an attempt that was given out; False when the attempt is over."""
    now = utc_now()
    return change(session, held, worker=worker, started_at=now, lease_until=now + lease)


def settle(session: Session, held: Held, **values: Any) -> bool:
    """End an attempt with its result, once; False when it is over already."""
    return change(
        session,
        held,
        state=AttemptState.DONE,
        worker=None,
        lease_until=None,
        settled_at=utc_now(),
        fault="",
        **values,
    )


def give_back(session: Session, held: Held, why: str) -> None:
    """End a failed attempt: back into the line or, after the last one, a fault that staff see."""
    row = session.get(held.kind, held.id, populate_existing=True)
    if row is not None:
        last = held.attempt >= row.attempt_limit
        state = AttemptState.FAULT if last else AttemptState.QUEUED
        if change(session, held, state=state, worker=None, lease_until=None, fault=why):
            journal.behind_given_back(session, held.queue, held.id, held.attempt, why)


def relinquish(session: Session, held: Held) -> None:
    """Put work back into the line that we stopped ourselves: the attempt does not count."""
    stopped = change(
        session,
        held,
        state=AttemptState.QUEUED,
        worker=None,
        lease_until=None,
        attempt_limit=held.kind.attempt_limit + 1,
    )
    if stopped:
        after_commit(session, figures.PUT_BACK.labels(held.queue).inc)


def retry(row: Attempted) -> None:
    """Put settled work back into the line, with as many attempts as at first."""
    row.state = AttemptState.QUEUED
    row.queued_at = utc_now()
    row.attempt_limit = row.attempt + ATTEMPTS


def sweep(session: Session, kind: type[Attempted], now: datetime) -> int:
    """Give back everything of this kind whose lease has run out; how much it was.

    What no worker had begun has lost no attempt.
    """
    return _give_back_all(session, _running(session, kind, kind.lease_until < now))


def release(session: Session, kind: type[Attempted], worker: str) -> int:
    """Give back everything of this kind that a worker held which is dead for certain; how much it was."""
    return _give_back_all(session, _running(session, kind, kind.worker == worker))


def _running(session: Session, kind: type[Attempted], *wanted: Any) -> Sequence[Attempted]:
    query = select(kind).where(kind.state == AttemptState.RUNNING, *wanted).order_by(kind.id)
    locked = query.with_for_update(skip_locked=True)
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def _give_back_all(session: Session, rows: Sequence[Attempted]) -> int:
    for row in rows:
        held = Held(type(row), row.id, row.attempt)
        if row.worker is None:
            relinquish(session, held)
        else:
            give_back(session, held, DIED)
    return len(rows)
