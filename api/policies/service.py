"""How students stand: which submissions count, the slip days that they spend, what lateness costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.courses.seat import Seat
from api.db.models import Assignment, Course
from api.policies import repository
from api.policies.deadline import Deadline
from api.policies.policy import Policy
from api.policies.reckoning import Handed, Standing, Work, reckon
from api.policies.repository import Key

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Facts:
    """What standings follow from; works: the course's assignments in the order of their deadlines."""

    works: Sequence[Assignment]
    handed: Mapping[Key, Sequence[Handed]]
    extensions: Mapping[Key, datetime]
    excusals: frozenset[Key]

    @classmethod
    def of(cls, session: Session, course: Course, students: Collection[str] | None = None) -> Self:
        """Everything of a course, or of some students in it."""
        works = sorted(assignments.assignments(session, course.id), key=_in_order)
        return cls(
            works,
            repository.handed(session, course.id, students),
            repository.extensions(session, course.id, students),
            repository.excusals(session, course.id, students),
        )


def standings(session: Session, course: Course) -> list[Standing]:
    """How every student on the roster stands in every assignment, as staff may know it.

    One for each pair, by student and then in the order of deadlines. A handful of queries, whatever the
    number of students and submissions.
    """
    return reckoned(course, Facts.of(session, course), repository.students(session, course.id))


def standing(session: Session, assignment: Assignment) -> list[Standing]:
    """How every student on the roster stands in one assignment, as staff may know it."""
    every = standings(session, assignment.course)
    return [each for each in every if each.assignment_id == assignment.id]


def standings_of(session: Session, course: Course, student_id: str) -> list[Standing]:
    """How one student stands in every assignment, as staff may know it."""
    return reckoned(course, Facts.of(session, course, [student_id]), [student_id])


def standing_of_some(session: Session, assignment: Assignment, students: Collection[str]) -> list[Standing]:
    """How these students stand in one assignment, as staff may know it."""
    course = assignment.course
    every = reckoned(course, Facts.of(session, course, students), students)
    return [each for each in every if each.assignment_id == assignment.id]


def extended_to(session: Session, assignment_id: str, student_id: str) -> datetime | None:
    """The student's own deadline, where they have an extension."""
    held = repository.extension(session, assignment_id, student_id)
    return held.due_at if held else None


def extensions_of(session: Session, seat: Seat) -> Mapping[str, datetime]:
    """Assignment → the deadline of one's own, where the holder of this seat has an extension."""
    held = repository.extensions(session, seat.course.id, [seat.caller.id])
    return {assignment: due_at for (_, assignment), due_at in held.items()}


def reckoned(course: Course, facts: Facts, students: Iterable[str]) -> list[Standing]:
    """How these students stand, by these facts."""
    rules = [(each, Policy.of(each), each.points, Deadline.of(each)) for each in facts.works]
    found: list[Standing] = []
    for student in students:
        works = [
            Work(
                each.id,
                policy,
                _own(each, deadline, facts.extensions.get((student, each.id))),
                points,
                facts.handed.get((student, each.id), ()),
                (student, each.id) in facts.excusals,
            )
            for each, policy, points, deadline in rules
        ]
        found += reckon(student, course.slip_days, works)
    return found


def _own(assignment: Assignment, deadline: Deadline, extended_to: datetime | None) -> Deadline:
    return Deadline.of(assignment, extended_to) if extended_to else deadline


def _in_order(assignment: Assignment) -> tuple[datetime, str]:
    """By everybody's deadline: an extension must not change whose slip days are spent first."""
    return assignment.due_at or _NEVER, assignment.slug
