"""What a made-up course allows its students: slip days, and a later deadline for one who was ill."""

from datetime import timedelta

from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.auth.caller import Caller
from api.courses import service as courses
from api.policies import extending
from api.policies.extending import Grant
from api.policies.rules import change_course

SLIP_DAYS = 5
"""As many as CS 182 gave in the spring of 2021."""
REASON = "Ill until Monday; the note is with the department."


def allow_slip_days(session: Session, instructor: Caller, course: str) -> None:
    """Give every student some days late that cost nothing."""
    change_course(session, courses.enter(session, instructor, course), "UTC", SLIP_DAYS)


def extend_for_one(session: Session, instructor: Caller, course: str, slug: str, student: Caller) -> None:
    """Move one student's deadline by three days, where the assignment has one."""
    seat = courses.enter(session, instructor, course)
    due_at = assignments.find(session, seat, slug).due_at
    if due_at is not None:
        extending.extend(session, seat, slug, Grant(student.email, due_at + timedelta(days=3), REASON))
