"""What an assignment's rules say of lateness, as plain values."""

from dataclasses import dataclass
from typing import Self

from api.db.models import Assignment, Counts


@dataclass(frozen=True)
class Policy:
    """The rules of an assignment. slip_limit: the most slip days that may be spent on it; None: all one has.

    late_refused: nothing is taken that slip days do not cover. late_penalty: percent of its points that a
    handin loses with each day that they do not cover; late_floor: percent that it keeps at least.
    """

    slip_limit: int | None = None
    late_refused: bool = False
    late_penalty: float = 0.0
    late_floor: float = 0.0
    counts: Counts = Counts.BEST

    @classmethod
    def of(cls, assignment: Assignment) -> Self:
        """The rules of this assignment, which may not be stored yet."""
        return cls(
            slip_limit=assignment.slip_limit,
            late_refused=bool(assignment.late_refused),
            late_penalty=assignment.late_penalty or 0.0,
            late_floor=assignment.late_floor or 0.0,
            counts=assignment.counts or Counts.BEST,
        )

    def most_slip_days(self, left: int) -> int:
        """How many of the slip days that a student has left may be spent here."""
        return left if self.slip_limit is None else min(left, self.slip_limit)

    def slip_days(self, days_late: int, left: int) -> int:
        """How many slip days a handin spends that came so many days late."""
        return min(days_late, self.most_slip_days(left))

    def kept(self, uncovered: int) -> float:
        """The share of its points that a handin keeps after days late that no slip day covers."""
        return max(self.late_floor, 100 - self.late_penalty * uncovered) / 100 if uncovered else 1.0
