"""Where a submission's events are kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.db.models import Event, EventKind, Submission


def append(session: Session, submission_id: str, kind: EventKind, body: dict[str, Any]) -> None:
    """Add an event. Counting it up locks the submission, so that numbers follow the order of commits."""
    number = session.scalar(
        update(Submission)
        .where(Submission.id == submission_id)
        .values(last_event=Submission.last_event + 1)
        .returning(Submission.last_event)
    )
    session.add(Event(submission_id=submission_id, sequence=number, kind=kind, body=body))
    session.flush()


def since(session: Session, submission_id: str, sequence: int) -> Sequence[Event]:
    """The events after this one, oldest first."""
    return session.scalars(
        select(Event)
        .where(Event.submission_id == submission_id, Event.sequence > sequence)
        .order_by(Event.sequence)
    ).all()
