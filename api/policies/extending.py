"""Extensions: later deadlines of single students."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.courses.seat import Seat
from api.db.models import Assignment, Extension, User
from api.errors import Invalid, NotFound
from api.policies import repository
from api.policies.gate import said_in
from api.policies.publishing import locked
from api.policies.stamping import stamp


@dataclass(frozen=True)
class Grant:
    """An extension to give. email: the student's. reason: for staff."""

    email: str
    due_at: datetime
    reason: str = ""


def listed(session: Session, assignment: Assignment) -> Sequence[Extension]:
    """The extensions of an assignment, by the students' e-mails."""
    return repository.extensions_of(session, assignment.id)


def extend(session: Session, seat: Seat, slug: str, grant: Grant) -> Extension:
    """Give a student of the course until then, or change what they were given; the same again is no change.

    Raises NotFound for somebody who is no student of the course, Invalid for a moment that is no extension.
    """
    assignment = locked(session, seat, slug)
    student = find_student(session, seat, grant.email)
    if assignment.due_at is None:
        raise Invalid(f"{assignment.title} has no deadline, so there is nothing to extend.")
    if grant.due_at <= assignment.due_at:
        due = said_in(assignment, assignment.due_at)
        raise Invalid(f"due_at: is not after the deadline that everybody has, {due}.")
    held = repository.extension(session, assignment.id, student.id)
    was = held.due_at if held else None
    if held is None:
        held = Extension(assignment_id=assignment.id, student_id=student.id)
        session.add(held)
    held.due_at, held.reason, held.by_id = grant.due_at, grant.reason, seat.caller.id
    session.flush()
    stamp(session, assignment, student.id)
    told = {"was": was and was.isoformat(), "due_at": grant.due_at.isoformat(), "reason": grant.reason}
    audit.note(session, seat.caller, "extension.give", held, course=seat.course, about=student, **told)
    return held


def take_back(session: Session, seat: Seat, slug: str, email: str) -> None:
    """Let everybody's deadline hold for a student again. What they handed in meanwhile stays, and is late.

    Raises NotFound where they have no extension.
    """
    assignment = locked(session, seat, slug)
    held = repository.extension_of(session, assignment.id, email)
    if held is None:
        raise NotFound(f"{email} has no extension of {assignment.title}.")
    student, was = held.student, held.due_at.isoformat()
    audit.note(session, seat.caller, "extension.take-back", held, course=seat.course, about=student, was=was)
    session.delete(held)
    session.flush()
    stamp(session, assignment, student.id)


def find_student(session: Session, seat: Seat, email: str) -> User:
    """A student on the course's roster. Raises NotFound."""
    student = repository.student(session, seat.course.id, email)
    if student is None:
        raise NotFound(f"The roster of {seat.course.title} has no student {email}.")
    return student
