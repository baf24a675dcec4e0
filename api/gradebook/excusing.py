"""Excusing a student from an assignment."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.assignments import service as assignments
from api.audit import service as audit
from api.courses.seat import Seat
from api.db.models import Assignment, Excusal, Member, Role
from api.errors import Conflict, Forbidden
from api.roster import service as roster


def excusals(session: Session, assignment: Assignment) -> Sequence[Excusal]:
    """Who is excused from an assignment, the newest last."""
    return session.scalars(
        select(Excusal)
        .where(Excusal.assignment_id == assignment.id)
        .order_by(Excusal.id)
        .options(joinedload(Excusal.student), joinedload(Excusal.by))
    ).all()


def reasons_for(session: Session, course_id: str, user_id: str) -> dict[str, str]:
    """Why a student is excused: assignment → reason, for the assignments of a course."""
    rows = session.execute(
        select(Excusal.assignment_id, Excusal.reason)
        .join(Excusal.assignment)
        .where(Excusal.student_id == user_id, Assignment.course_id == course_id)
    )
    return dict(rows.all())


def excuse(session: Session, seat: Seat, slug: str, member_id: str, reason: str) -> Excusal:
    """Excuse a student, or give another reason. Raises Forbidden, NotFound or Conflict."""
    assignment, member = _find(session, seat, slug, member_id)
    if member.role is not Role.STUDENT:
        raise Conflict("Only students can be excused.")
    held = _held(session, assignment, member)
    if held is not None and held.reason == reason:
        return held
    was = held.reason if held else None
    if held is None:
        held = Excusal(assignment=assignment, student=member.user, by_id=seat.caller.id)
        session.add(held)
    held.reason = reason
    audit.note(
        session,
        seat.caller,
        "excusal.put",
        held,
        course=seat.course,
        about=member.user,
        assignment=slug,
        was=was,
        now=reason,
    )
    return held


def stop_excusing(session: Session, seat: Seat, slug: str, member_id: str) -> None:
    """Let an assignment count again for a student; the same again changes nothing."""
    assignment, member = _find(session, seat, slug, member_id)
    held = _held(session, assignment, member)
    if held is None:
        return
    audit.note(
        session,
        seat.caller,
        "excusal.remove",
        held,
        course=seat.course,
        about=member.user,
        assignment=slug,
        was=held.reason,
    )
    session.delete(held)
    session.flush()


def _find(session: Session, seat: Seat, slug: str, member_id: str) -> tuple[Assignment, Member]:
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may excuse somebody.")
    member = roster.find(session, seat, member_id, held=True)
    return assignments.find(session, seat, slug), member


def _held(session: Session, assignment: Assignment, member: Member) -> Excusal | None:
    return session.scalar(
        select(Excusal).where(Excusal.assignment_id == assignment.id, Excusal.student_id == member.user_id)
    )
