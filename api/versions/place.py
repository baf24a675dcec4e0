"""Which version a request is about."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.courses import service as courses
from api.db.models import BundleVersion
from api.inputs import CourseSlug, ProblemSlug, VersionNumber
from api.problems import service as problems


@dataclass(frozen=True)
class Place:
    """A version's place in the path: of which problem, seen from within which course."""

    course: str
    problem: str
    version: int

    def seen(self, session: Session, caller: Caller) -> BundleVersion:
        """The version, for the course's staff. Raises NotFound or Forbidden."""
        seat = courses.enter_as_staff(session, caller, self.course)
        return problems.find_version(session, seat, self.problem, self.version)

    def held(self, session: Session, caller: Caller) -> BundleVersion:
        """The version, locked, for the course's instructors to change.

        Raises NotFound, Forbidden, or Conflict for one that is not the course's own.
        """
        seat = courses.enter_as_instructor(session, caller, self.course)
        return problems.find_own(session, seat, self.problem, self.version)


async def get_place(course: CourseSlug, problem: ProblemSlug, version: VersionNumber) -> Place:
    """The version's place in the path."""
    return Place(course, problem, version)


PlaceDep = Annotated[Place, Depends(get_place)]
