"""Publishing an assignment's scores to its students, and hiding them."""

from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.assignments import service as assignment_service
from api.audit import service as audit
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment
from api.errors import NotFound


def publish(session: Session, seat: Seat, slug: str) -> Assignment:
    """Let students see their scores; where they do, nothing changes. Raises NotFound."""
    assignment = locked(session, seat, slug)
    if assignment.hides_scores:
        assignment.scores_published_at = utc_now()
        audit.note(session, seat.caller, "scores.publish", assignment, course=seat.course)
    return assignment


def hide(session: Session, seat: Seat, slug: str) -> Assignment:
    """Let no student see a score until they are published (again). Raises NotFound."""
    assignment = locked(session, seat, slug)
    if not assignment.hides_scores:
        assignment.scores_wait, assignment.scores_published_at = True, None
        audit.note(session, seat.caller, "scores.hide", assignment, course=seat.course)
    return assignment


def locked(session: Session, seat: Seat, slug: str) -> Assignment:
    """The assignment, which nobody else changes until the transaction ends. Raises NotFound."""
    assignment_service.find(session, seat, slug)
    assignment = assignments.lock(session, seat.course.id, slug)
    if assignment is None:  # deleted while we waited for it
        raise NotFound(f"The course has no assignment {slug!r}.")
    return assignment
