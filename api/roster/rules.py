"""What nobody may do to a roster, whoever they are."""

from collections.abc import Sequence

from api.courses.seat import Seat
from api.db.models import Role
from api.errors import Conflict, Forbidden
from api.roster.people import Person


def check_instructor(seat: Seat) -> None:
    """Let nobody but the course's instructors go on. Raises Forbidden."""
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may change its roster.")


def check_leaves(seat: Seat, person: Person, people: Sequence[Person]) -> None:
    """Whether an instructor may stop to be one. Raises Conflict.

    Nobody takes their own rights away by a slip, and no course is left without an instructor.
    """
    if person.role is not Role.INSTRUCTOR:
        return
    if person.user_id == seat.caller.id:
        raise Conflict("You cannot take your own role of instructor away: ask another instructor to do it.")
    if sum(each.role is Role.INSTRUCTOR for each in people) < 2:
        raise Conflict(f"{person.called} is the course's only instructor: make somebody else one first.")


def check_free(person: Person | None, student_id: str, people: Sequence[Person]) -> None:
    """Whether a student id is nobody else's in the course. Raises Conflict."""
    for each in people:
        if student_id and each.student_id == student_id and (person is None or each.id != person.id):
            raise Conflict(f"The student id {student_id} is that of {each.email} already.")
