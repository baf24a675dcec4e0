"""Where an assignment stands in time."""

from datetime import datetime
from enum import StrEnum

from api.db.models import Assignment
from api.policies.deadline import Deadline, last_moment_of


class Phase(StrEnum):
    """Where an assignment stands in time."""

    UPCOMING = "upcoming"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def phase_of(assignment: Assignment, now: datetime, extended_to: datetime | None = None) -> Phase:
    """Where the assignment stands: handins are taken when it is open or, late, after it was due.

    extended_to: for a student who has an extension until then.
    """
    if assignment.opens_at is not None and now < assignment.opens_at:
        return Phase.UPCOMING
    last, due_at = last_moment_of(assignment, extended_to), Deadline.of(assignment, extended_to).due_at
    if last is not None and now > last:
        return Phase.CLOSED
    if due_at is not None and now > due_at:
        return Phase.LATE
    return Phase.OPEN


def is_over(assignment: Assignment, now: datetime, extended_to: datetime | None = None) -> bool:
    """Whether nobody can hand in any more, so that checks kept until then may be shown."""
    return phase_of(assignment, now, extended_to) is Phase.CLOSED
