"""Which assignment a request is about."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.courses import service as courses
from api.courses.seat import Seat
from api.inputs import AssignmentSlug, CourseSlug


@dataclass(frozen=True)
class Place:
    """An assignment's place in the path, whether or not there is one."""

    course: str
    assignment: str

    def enter(self, session: Session, caller: Caller) -> Seat:
        """The caller's seat. Raises NotFound."""
        return courses.enter(session, caller, self.course)

    def as_staff(self, session: Session, caller: Caller) -> Seat:
        """The caller's seat, for the course's staff. Raises NotFound or Forbidden."""
        return courses.enter_as_staff(session, caller, self.course)

    def as_instructor(self, session: Session, caller: Caller) -> Seat:
        """The caller's seat, for the course's instructors. Raises NotFound or Forbidden."""
        return courses.enter_as_instructor(session, caller, self.course)


async def get_place(course: CourseSlug, assignment: AssignmentSlug) -> Place:
    """The assignment's place in the path."""
    return Place(course, assignment)


PlaceDep = Annotated[Place, Depends(get_place)]
