"""Hiding names, and asking for one all the same."""

from sqlalchemy.orm import Session

from api.anonymity.naming import Namer
from api.assignments import service as assignments
from api.audit import service as audit
from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Assignment, Reveal, Submission
from api.errors import Conflict, Forbidden
from api.submissions import service as submissions


def switch(session: Session, seat: Seat, slug: str, *, anonymous: bool) -> Assignment:
    """Grade an assignment without names from now on, or with them.

    Raises Forbidden for all but instructors.
    """
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may hide or show the names.")
    assignment = assignments.find(session, seat, slug)
    if assignment.anonymous is not anonymous:
        audit.note(
            session,
            seat.caller,
            "assignment.anonymous",
            assignment,
            course=seat.course,
            was=assignment.anonymous,
            now=anonymous,
        )
        assignment.anonymous = anonymous
    return assignment


def reveal(session: Session, namer: Namer, caller: Caller, submission_id: str) -> Submission:
    """Tell an instructor whose submission it is, and write down that they asked.

    Raises NotFound, Forbidden for all but instructors, and Conflict where no name is hidden.
    """
    submission, seat = submissions.find(session, caller, submission_id)
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may ask for a name.")
    if not submission.assignment.anonymous:
        raise Conflict(f"{submission.assignment.title} is graded with names.")
    if namer.names(session, seat, submission.assignment).hides(submission.student):
        made = Reveal(
            assignment_id=submission.assignment_id, student_id=submission.student_id, by_id=caller.id
        )
        session.add(made)
        audit.note(
            session,
            caller,
            "student.reveal",
            made,
            course=seat.course,
            about=submission.student,
            submission=submission.id,
        )
    return submission


def refuse_by_name(seat: Seat, assignment: Assignment, email: str | None) -> None:
    """Refuse a list of one student's submissions, which would say whose they are. Raises Conflict."""
    if email is not None and seat.is_staff and assignment.anonymous and email != seat.caller.email:
        raise Conflict(f"{assignment.title} is graded without names, so nothing is found by a name.")
