"""Whether a student's handin is taken now."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.assignments.phase import Phase, phase_of
from api.db.models import Assignment
from api.errors import Closed, TooSoon
from api.policies import sentences
from api.policies.days import zone_of
from api.policies.outlook import Outlook
from api.policies.own import Own, allowance_of, pace_of


def refuse_when_not_taken(session: Session, assignment: Assignment, student_id: str, now: datetime) -> None:
    """Raise Closed where nothing is taken of this student any more, TooSoon where nothing is yet.

    Called with the student locked, it sees every handin that came before this one.
    """
    # Who is in time needs no reckoning, and most are when thousands hand in at once.
    if phase_of(assignment, now) is not Phase.OPEN:
        outlook = Own.of(session, assignment.course, student_id, now).outlook(assignment)
        if outlook.is_closed:
            raise Closed(_why_closed(assignment, outlook))
    allowed = allowance_of(session, assignment, student_id, now)
    if allowed.next_at is not None:
        pace = pace_of(assignment)
        told = said_in(assignment, allowed.next_at)
        # Rounded up: who comes back after so many seconds is let in.
        wait = int(-(-(allowed.next_at - now).total_seconds() // 1))
        raise TooSoon(sentences.why_wait(allowed, told, pace.cool_down, pace.daily), wait)


def said_in(assignment: Assignment, moment: datetime) -> str:
    """A moment by the clocks of the assignment's course, as a sentence says it."""
    zone = assignment.course.zone
    return sentences.moment_in(zone, moment.astimezone(zone_of(zone)))


def _why_closed(assignment: Assignment, outlook: Outlook) -> str:
    last, due = outlook.last_moment, outlook.deadline.due_at
    moment = said_in(assignment, last) if last else ""
    return sentences.why_closed(assignment.title, outlook, moment, said_in(assignment, due) if due else "")
