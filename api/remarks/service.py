"""Saying something in a thread, changing it, taking it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Annotation, RegradeRequest, Remark
from api.errors import Conflict, Forbidden, Invalid, NotFound


def say(session: Session, seat: Seat, thread: Annotation | RegradeRequest, text: str) -> Remark:
    """Add a remark to a thread that the holder of this seat may speak in. Raises Invalid for no text."""
    if not text:
        raise Invalid("Write something.")
    session.flush()  # a new thread has its id only then
    remark = Remark(
        annotation_id=thread.id if isinstance(thread, Annotation) else None,
        request_id=thread.id if isinstance(thread, RegradeRequest) else None,
        author_id=seat.caller.id,
        by_staff=seat.is_staff,
        text=text,
    )
    session.add(remark)
    session.flush()
    session.expire(thread, ["remarks"])
    return remark


def own(session: Session, caller: Caller, remark_id: str) -> Remark:
    """A remark of the caller's own. Raises NotFound for every other, so that nobody learns which exist."""
    query = select(Remark).where(Remark.id == remark_id, Remark.author_id == caller.id)
    remark = session.scalar(query.options(joinedload(Remark.author)).with_for_update(of=Remark))
    if remark is None:
        raise NotFound("You have said no such thing.")
    return remark


def change(session: Session, caller: Caller, remark_id: str, text: str) -> Remark:
    """Say it in other words; the thread shows that it was changed. Raises NotFound, Conflict or Invalid."""
    remark = own(session, caller, remark_id)
    if remark.deleted_at is not None:
        raise Conflict("You have deleted this.")
    if not text:
        raise Invalid("Write something, or delete it.")
    if text != remark.text:
        remark.text, remark.edited_at = text, utc_now()
        session.flush()
    return remark


def delete(session: Session, caller: Caller, remark_id: str) -> Remark:
    """Take it back: its text is gone, its place in the thread stays. Twice is as good as once."""
    remark = own(session, caller, remark_id)
    if remark.request_id is not None:
        raise Forbidden("What was said about a request for a regrade stays, so that it can be looked up.")
    if remark.deleted_at is None:
        remark.text, remark.deleted_at = "", utc_now()
        session.flush()
    return remark
