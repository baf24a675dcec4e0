"""What somebody is in a course."""

from dataclasses import dataclass

from api.auth.caller import Caller
from api.db.models import Course, Role


@dataclass(frozen=True)
class Seat:
    """A caller's place in a course. role: None for a site admin who is not on the roster."""

    course: Course
    caller: Caller
    role: Role | None

    @property
    def is_staff(self) -> bool:
        """Whether they may see everybody's work."""
        return self.caller.is_admin or self.role in (Role.TA, Role.INSTRUCTOR)

    @property
    def is_instructor(self) -> bool:
        """Whether they may change the course."""
        return self.caller.is_admin or self.role is Role.INSTRUCTOR
