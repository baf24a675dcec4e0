"""Where a submission's events are kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.db.models import Event, EventKind, Submission


def append(session: Session, submission_id: str, kind: EventKind, *bodies: dict[str, Any]) -> None:
    """Add events of a kind. Counting locks the submission, so that numbers follow the order of commits."""
    last = session.execute(
        update(Submission)
        .where(Submission.id == submission_id)
        .values(last_event=Submission.last_event + len(bodies))
        .returning(Submission.last_event)
    ).scalar_one()
    first = last - len(bodies) + 1
    session.add_all(
        Event(submission_id=submission_id, sequence=number, kind=kind, body=body)
        for number, body in enumerate(bodies, first)
    )
    session.flush()


def begin(session: Session, submission: Submission, kind: EventKind, body: dict[str, Any]) -> None:
    """Store a new submission, and its first event with it: nobody else can number one yet."""
    submission.last_event = 1
    session.add(submission)
    session.flush()
    session.add(Event(submission_id=submission.id, sequence=1, kind=kind, body=body))
    session.flush()


def since(session: Session, submission_id: str, sequence: int) -> Sequence[Event]:
    """The events after this one, oldest first."""
    return session.scalars(
        select(Event)
        .where(Event.submission_id == submission_id, Event.sequence > sequence)
        .order_by(Event.sequence)
    ).all()
