"""What handing in now would mean for a student, told before they do."""

from dataclasses import dataclass
from datetime import datetime

from api.policies.deadline import Deadline
from api.policies.policy import Policy


@dataclass(frozen=True)
class Outlook:
    """An assignment as a student finds it at a moment.

    left: the slip days that they have not spent on other assignments. last_moment: after it nothing is
    taken of them; None: there is none. days_late: of a handin now; slip_days: how many of those days
    slip days cover.
    """

    policy: Policy
    deadline: Deadline
    left: int
    last_moment: datetime | None
    days_late: int
    slip_days: int
    is_closed: bool

    @classmethod
    def at(cls, now: datetime, policy: Policy, deadline: Deadline, left: int) -> "Outlook":
        """The assignment as somebody with so many slip days left finds it."""
        last = deadline.last_moment(policy, left)
        late = deadline.days_late(now)
        return cls(
            policy=policy,
            deadline=deadline,
            left=left,
            last_moment=last,
            days_late=late,
            slip_days=policy.slip_days(late, left),
            is_closed=last is not None and now > last,
        )

    @property
    def uncovered(self) -> int:
        """The days late that no slip day covers."""
        return self.days_late - self.slip_days

    @property
    def lost(self) -> float:
        """The percentage of its points that a handin would lose now."""
        return 100 * (1 - self.policy.kept(self.uncovered))
