"""Where the facts lie that standings are reckoned from: one query each, whatever the size of the course."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import Assignment, Excusal, Extension, Member, Role, Submission
from api.policies.reckoning import Handed

Key = tuple[str, str]
"""A student and an assignment, by id."""


def students(session: Session, course_id: str) -> Sequence[str]:
    """The students on a course's roster, by id."""
    query = select(Member.user_id).where(Member.course_id == course_id, Member.role == Role.STUDENT)
    return session.scalars(query.order_by(Member.user_id)).all()


def handed(
    session: Session, course_id: str, students: Collection[str] | None = None
) -> Mapping[Key, list[Handed]]:
    """Everything that was handed in to a course's assignments. students: by these only."""
    query = (
        select(
            Submission.student_id,
            Submission.assignment_id,
            Submission.id,
            Submission.number,
            Submission.submitted_at,
            Submission.earned,
            Submission.points,
        )
        .join(Submission.assignment)
        .where(Assignment.course_id == course_id)
    )
    if students is not None:
        query = query.where(Submission.student_id.in_(students))
    found: dict[Key, list[Handed]] = defaultdict(list)
    for student, assignment, id_, number, submitted_at, earned, points in session.execute(query):
        found[student, assignment].append(Handed(id_, number, submitted_at, earned, points))
    return found


def extensions(
    session: Session, course_id: str, students: Collection[str] | None = None
) -> Mapping[Key, datetime]:
    """Until when whoever has an extension may hand in."""
    query = (
        select(Extension.student_id, Extension.assignment_id, Extension.due_at)
        .join(Extension.assignment)
        .where(Assignment.course_id == course_id)
    )
    if students is not None:
        query = query.where(Extension.student_id.in_(students))
    return {(student, assignment): due_at for student, assignment, due_at in session.execute(query)}


def excusals(session: Session, course_id: str, students: Collection[str] | None = None) -> frozenset[Key]:
    """Who is excused from what."""
    query = (
        select(Excusal.student_id, Excusal.assignment_id)
        .join(Excusal.assignment)
        .where(Assignment.course_id == course_id)
    )
    if students is not None:
        query = query.where(Excusal.student_id.in_(students))
    return frozenset((student, assignment) for student, assignment in session.execute(query))
