"""Whether submissions are late, said anew when a deadline moves."""

from datetime import datetime

from sqlalchemy import ColumnElement, false, func, literal, select, update
from sqlalchemy.orm import Session

from api.db.base import UtcDateTime
from api.db.models import Assignment, Extension, Submission


def stamp(session: Session, assignment: Assignment, student_id: str | None = None) -> None:
    """Say of every submission anew whether it is late, by its student's own deadline as it is now.

    student_id: of this student's only.
    """
    due = assignment.due_at
    late = false() if due is None else Submission.submitted_at > _own_due(assignment.id, due)
    wanted = [Submission.assignment_id == assignment.id, Submission.late != late]
    if student_id is not None:
        wanted.append(Submission.student_id == student_id)
    session.execute(update(Submission).where(*wanted).values(late=late))


def _own_due(assignment_id: str, due_at: datetime) -> ColumnElement[datetime]:
    extended = (
        select(Extension.due_at)
        .where(
            Extension.assignment_id == assignment_id,
            Extension.student_id == Submission.student_id,
            Extension.due_at > due_at,
        )
        .scalar_subquery()
    )
    return func.coalesce(extended, literal(due_at, UtcDateTime()))
