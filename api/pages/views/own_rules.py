"""What the rules of an assignment mean for one student, as its page says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.assignments.phase import Phase, phase_of
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, Counts, Role
from api.policies.allowance import Allowance
from api.policies.outlook import Outlook
from api.policies.own import Own, allowance_of, pace_of
from api.policies.reckoning import Standing
from api.policies.sentences import consequence, outcome, span

COUNTS = {
    Counts.BEST: "your best submission counts",
    Counts.LATEST: "your latest submission counts",
}


@dataclass(frozen=True)
class OwnRules:
    """An assignment for whoever looks at it now. extended_to: their own deadline, by an extension."""

    assignment: Assignment
    phase: Phase
    outlook: Outlook
    allowed: Allowance
    standing: Standing
    extended_to: datetime | None

    @classmethod
    def of(cls, session: Session, seat: Seat, assignment: Assignment) -> "OwnRules":
        """Look with the eyes of the holder of this seat."""
        now = utc_now()
        own = Own.of(session, seat.course, seat.caller.id, now)
        outlook = own.outlook(assignment)
        extended_to = own.extensions.get(assignment.id)
        phase = phase_of(assignment, now, extended_to)
        if phase is Phase.LATE and outlook.is_closed:
            phase = Phase.CLOSED
        allowed = allowance_of(session, assignment, seat.caller.id, now)
        return cls(assignment, phase, outlook, allowed, own.standings[assignment.id], extended_to)

    @property
    def due_at(self) -> datetime | None:
        """The deadline of one's own."""
        return self.outlook.deadline.due_at

    @property
    def is_extended(self) -> bool:
        """Whether it is later than everybody's."""
        return self.due_at != self.assignment.due_at

    @property
    def has_slip_days(self) -> bool:
        """Whether slip days may be spent here."""
        return (
            bool(self.assignment.course.slip_days) and self.assignment.slip_limit != 0 and bool(self.due_at)
        )

    @property
    def consequence(self) -> str:
        """What lateness takes of a handin now."""
        return consequence(self.outlook, self.standing.slip_days)

    @property
    def lateness(self) -> str:
        """What lateness took of the submission that counts."""
        if not self.standing.days_late or self.assignment.hides_scores:
            return ""
        standing = self.standing
        uncovered = self.outlook.policy.kept(standing.days_late - standing.slip_days)
        return outcome(standing.days_late, standing.slip_days, 100 * (1 - uncovered), counts=True)

    @property
    def pace(self) -> str:
        """How often one may hand in, and what counts."""
        pace = pace_of(self.assignment)
        limits = []
        if pace.daily is not None:
            limits.append(f"{pace.daily} a day, which come back one by one")
        if pace.cool_down:
            limits.append(f"{span(pace.cool_down)} between two")
        often = f"Handins: {'; '.join(limits)}." if limits else "Hand in as often as you like:"
        counts = COUNTS[self.assignment.counts]
        return f"{often} {counts[0].upper() + counts[1:] if limits else counts}."


def slip_days_left(session: Session, seats: Mapping[str, Seat]) -> dict[str, tuple[int, int]]:
    """Course → the slip days that a student has left there, and how many they had."""
    now = utc_now()
    return {
        course_id: (Own.of(session, seat.course, seat.caller.id, now).slip_days_left, seat.course.slip_days)
        for course_id, seat in seats.items()
        if seat.role is Role.STUDENT and seat.course.slip_days
    }
