"""Where an assignment stands in time."""

from datetime import datetime
from enum import StrEnum

from api.db.models import Assignment


class Phase(StrEnum):
    """Where an assignment stands in time."""

    UPCOMING = "upcoming"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def phase_of(assignment: Assignment, now: datetime) -> Phase:
    """Where the assignment stands: handins are taken when it is open or, late, after it was due."""
    if assignment.opens_at is not None and now < assignment.opens_at:
        return Phase.UPCOMING
    if assignment.last_moment is not None and now > assignment.last_moment:
        return Phase.CLOSED
    if assignment.due_at is not None and now > assignment.due_at:
        return Phase.LATE
    return Phase.OPEN


def is_over(assignment: Assignment, now: datetime) -> bool:
    """Whether nobody can hand in any more, so that checks kept until then may be shown."""
    return phase_of(assignment, now) is Phase.CLOSED
