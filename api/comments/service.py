"""Keeping comments, finding them again, counting how often they are said."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.db.models import Assignment, SavedComment
from api.errors import Conflict, Invalid, NotFound

MOST = 200
"""How many an assignment keeps: nobody finds anything in a longer list."""
LONGEST_NAME = 200


def listed(session: Session, assignment: Assignment) -> Sequence[SavedComment]:
    """The comments of an assignment, those that are said most first."""
    query = select(SavedComment).where(SavedComment.assignment_id == assignment.id)
    return session.scalars(query.order_by(SavedComment.uses.desc(), SavedComment.name)).all()


def keep(session: Session, assignment: Assignment, name: str, text: str) -> SavedComment:
    """Keep a comment; one of the same name is replaced.

    Raises Invalid, or Conflict where there are too many.
    """
    if not text:
        raise Invalid("Write the comment that is to be kept.")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("Give the comment a short name, of one line.")
    # Held, so that two who keep one of the same name at once leave one.
    session.execute(select(Assignment.id).where(Assignment.id == assignment.id).with_for_update())
    known = {each.name: each for each in listed(session, assignment)}
    if name in known:
        known[name].text = text
        return known[name]
    if len(known) >= MOST:
        raise Conflict(f"There are {MOST} saved comments already; delete one that nobody uses.")
    made = SavedComment(assignment_id=assignment.id, name=name, text=text)
    session.add(made)
    session.flush()
    return made


def remove(session: Session, assignment: Assignment, comment_id: str) -> None:
    """Keep a comment no longer; where it was said it stays. Raises NotFound."""
    session.delete(_found(session, assignment.id, comment_id))


def text_of(session: Session, assignment_id: str, saved: str, text: str) -> str:
    """What is said: the text, or that of a saved comment, which is counted. Raises NotFound or Invalid."""
    if not saved:
        if not text:
            raise Invalid("Write a comment, or choose a saved one.")
        return text
    found = _found(session, assignment_id, saved)
    session.execute(
        update(SavedComment).where(SavedComment.id == found.id).values(uses=SavedComment.uses + 1)
    )
    return text or found.text


def _found(session: Session, assignment_id: str, comment_id: str) -> SavedComment:
    query = select(SavedComment).where(
        SavedComment.id == comment_id, SavedComment.assignment_id == assignment_id
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("The assignment has no such saved comment.")
    return found
