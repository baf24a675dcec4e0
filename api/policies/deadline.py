"""When a student's handins are due, and until when they are taken: one's own, with an extension."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Self

from api.db.models import Assignment
from api.policies.days import days_late, later, zone_of
from api.policies.policy import Policy


@dataclass(frozen=True)
class Deadline:
    """A deadline. closes_at: nothing is taken after it, where there is one. zone: whose days count."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    zone: tzinfo = UTC

    @classmethod
    def of(cls, assignment: Assignment, extended_to: datetime | None = None) -> Self:
        """An assignment's deadline; for a student with an extension, their own.

        An extension moves the closing by as much as the deadline: whatever may come so long after the
        one still may after the other. It never makes a deadline earlier than everybody's, which may
        have been moved since.
        """
        # An assignment that is not stored yet may have no course.
        zone = zone_of(assignment.course.zone or "UTC") if assignment.course else UTC
        due, closes = assignment.due_at, assignment.closes_at
        if due is None or extended_to is None or extended_to <= due:
            return cls(due, closes, zone)
        return cls(extended_to, closes + (extended_to - due) if closes else None, zone)

    def days_late(self, at: datetime) -> int:
        """How many days late something came, a begun day being a whole one."""
        return days_late(self.due_at, at, self.zone)

    def last_moment(self, policy: Policy, slip_days: int) -> datetime | None:
        """The moment after which nothing is taken of somebody with so many slip days; None: there is none.

        Until `closes_at` everything is taken, with its penalty, unless late handins are refused; slip days
        reach beyond the deadline, but never beyond `closes_at`.
        """
        if self.due_at is None or (self.closes_at is not None and not policy.late_refused):
            return self.closes_at
        covered = later(self.due_at, policy.most_slip_days(slip_days), self.zone)
        return covered if self.closes_at is None else min(covered, self.closes_at)


def last_moment_of(assignment: Assignment, extended_to: datetime | None = None) -> datetime | None:
    """The moment after which nothing is taken, of whoever has spent no slip day."""
    slip_days = assignment.course.slip_days if assignment.course else 0
    return Deadline.of(assignment, extended_to).last_moment(Policy.of(assignment), slip_days or 0)
