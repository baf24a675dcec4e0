"""What an instructor makes of a course's and an assignment's rules."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.courses.seat import Seat
from api.db.models import Assignment, Counts, Course
from api.errors import Forbidden


@dataclass(frozen=True)
class Rules:
    """An assignment's rules, as `Assignment` explains them."""

    slip_limit: int | None = None
    late_refused: bool = False
    late_penalty: float = 0.0
    late_floor: float = 0.0
    daily_attempts: int | None = None
    cool_down: int = 0
    counts: Counts = Counts.BEST
    scores_wait: bool = False

    @classmethod
    def of(cls, assignment: Assignment) -> "Rules":
        """The rules that an assignment has now."""
        return cls(**{name: getattr(assignment, name) for name in cls.__dataclass_fields__})


def lay_down(assignment: Assignment, rules: Rules) -> dict[str, Any]:
    """Give an assignment these rules; what changed, as [was, is now].

    Scores that were published stay so until they are hidden: `scores_wait` says what is published at all.
    """
    changed = {}
    for name, value in asdict(rules).items():
        if getattr(assignment, name) != value:
            changed[name] = [getattr(assignment, name), value]
            setattr(assignment, name, value)
    return changed


def change_course(session: Session, seat: Seat, zone: str, slip_days: int) -> Course:
    """Set a course's time zone and its students' slip days. Raises Forbidden for all but instructors."""
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may change its rules.")
    course = seat.course
    was = {"zone": course.zone, "slip_days": course.slip_days}
    now = {"zone": zone, "slip_days": slip_days}
    if was != now:
        # The seat's row may have been read by another transaction's eyes: written by the one that is open.
        course.zone, course.slip_days = zone, slip_days
        audit.note(session, seat.caller, "course.rules", course, course=course, was=was, now=now)
    return course
