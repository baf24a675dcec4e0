"""From one submission to the next, without a list in between."""

from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.courses.seat import Seat
from api.db.models import Submission
from api.decisions import repository as decisions


@dataclass(frozen=True)
class Beside:
    """Where staff go from a submission: each student's newest, in the order in which they came in.

    ungraded: the next grading that waits for a person. Each is an address, or "" where there is none.
    """

    previous: str = ""
    next: str = ""
    ungraded: str = ""


def beside(session: Session, seat: Seat, submission: Submission, page: str = "") -> Beside:
    """The neighbours of a submission, for staff; page: which of their pages is meant, as "/code"."""
    if not seat.is_staff:
        return Beside()
    order = tuple_(Submission.submitted_at, Submission.id)
    here = tuple_(submission.submitted_at, submission.id)
    newest = select(Submission.id).where(
        Submission.assignment_id == submission.assignment_id, decisions.newest()
    )
    before = session.scalar(
        newest.where(order < here).order_by(Submission.submitted_at.desc(), Submission.id.desc()).limit(1)
    )
    after = session.scalar(
        newest.where(order > here).order_by(Submission.submitted_at, Submission.id).limit(1)
    )
    waiting = decisions.first_waiting(session, submission)
    return Beside(
        f"/submissions/{before}{page}" if before else "",
        f"/submissions/{after}{page}" if after else "",
        f"/gradings/{waiting}" if waiting else "",
    )
