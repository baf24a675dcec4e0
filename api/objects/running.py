"""Whether an attempt still runs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.attempts import Held
from api.db.models import Attempted, AttemptState, Grading, GradingState, Kit, Proof, Regrading
from graders.job import Attempt, Purpose

ATTEMPTED: dict[Purpose, type[Attempted]] = {"regrade": Regrading, "prove": Proof, "kit": Kit}
"""Whose rows a purpose's attempts are of, but for gradings."""


def held_by(attempt: Attempt) -> Held:
    """The work in the background that an attempt is at."""
    return Held(ATTEMPTED[attempt.purpose], attempt.id, attempt.number)


def is_running(session: Session, attempt: Attempt) -> bool:
    """Whether this attempt, and no later one, is under way."""
    if attempt.purpose == "grade":
        grading = select(Grading.id).where(
            Grading.id == attempt.id,
            Grading.attempt == attempt.number,
            Grading.state == GradingState.RUNNING,
        )
        return session.scalar(grading) is not None
    kind = ATTEMPTED[attempt.purpose]
    work = select(kind.id).where(
        kind.id == attempt.id, kind.attempt == attempt.number, kind.state == AttemptState.RUNNING
    )
    return session.scalar(work) is not None
