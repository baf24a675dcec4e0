"""Writing down who did what, in the transaction in which they do it."""

from typing import Any, Protocol

from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.db.models import AuditEntry, Course, User


class Subject(Protocol):
    """A row that an act is done to."""

    __tablename__: str
    id: Any


def note(
    session: Session,
    caller: Caller | None,
    action: str,
    subject: Subject,
    *,
    course: Course | None = None,
    about: User | None = None,
    **details: Any,
) -> AuditEntry:
    """Write an act down; it is kept if and only if the transaction is.

    caller: who does it; None: the server by itself. action: a subject's kind and a verb, as `score.override`.
    about: whom it concerns. details: as JSON can hold them, what was and what is now.
    """
    session.flush()  # a new row has its id only then
    entry = AuditEntry(
        actor_id=caller.id if caller else None,
        course_id=course.id if course else None,
        about_id=about.id if about else None,
        action=action,
        subject_table=subject.__tablename__,
        subject_id=str(subject.id),
        details=details,
    )
    session.add(entry)
    return entry
