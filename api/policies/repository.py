"""Where the facts lie that standings are reckoned from: one query each, whatever the size of the course."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, load_only

from api.db.models import (
    Assignment,
    Excusal,
    Extension,
    Grading,
    GradingState,
    Member,
    Role,
    Submission,
    User,
)
from api.policies.reckoning import Handed

Key = tuple[str, str]
"""A student and an assignment, by id."""


def students(session: Session, course_id: str) -> Sequence[str]:
    """The students on a course's roster, by id."""
    query = select(Member.user_id).where(Member.course_id == course_id, Member.role == Role.STUDENT)
    return session.scalars(query.order_by(Member.user_id)).all()


def emails(session: Session, course_id: str) -> Mapping[str, str]:
    """The students on a course's roster: id → e-mail."""
    query = (
        select(User.id, User.email)
        .join(Member, Member.user_id == User.id)
        .where(Member.course_id == course_id, Member.role == Role.STUDENT)
    )
    return {row.id: row.email for row in session.execute(query)}


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


def own_extensions(session: Session, student_id: str) -> Mapping[str, datetime]:
    """Assignment → until when a student may hand in, in every course."""
    query = select(Extension.assignment_id, Extension.due_at).where(Extension.student_id == student_id)
    return {row.assignment_id: row.due_at for row in session.execute(query)}


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


def gradings(session: Session, course_id: str, student_id: str) -> Sequence[Grading]:
    """The gradings of everything that a student handed in to a course, without their reports."""
    query = (
        select(Grading)
        .join(Grading.submission)
        .join(Submission.assignment)
        .where(Assignment.course_id == course_id, Submission.student_id == student_id)
        .options(
            load_only(
                Grading.submission_id,
                Grading.state,
                Grading.earned,
                Grading.earned_by,
                Grading.decided_earned,
                Grading.adjusted_by,
                Grading.bundle_version_id,
            ),
            joinedload(Grading.bundle_version),
        )
    )
    return session.scalars(query).all()


def attempts(session: Session, assignment_id: str, student_id: str) -> Sequence[datetime]:
    """When a student handed in: not what staff did for them, nor what we failed to grade."""
    broken = Submission.gradings.any(Grading.state == GradingState.FAULT)
    query = select(Submission.submitted_at).where(
        Submission.assignment_id == assignment_id,
        Submission.student_id == student_id,
        Submission.by_staff.is_(False),
        ~broken,
    )
    return session.scalars(query.order_by(Submission.submitted_at)).all()


def student(session: Session, course_id: str, email: str) -> User | None:
    """The student of this e-mail on a course's roster."""
    return session.scalar(
        select(User)
        .join(Member, Member.user_id == User.id)
        .where(Member.course_id == course_id, Member.role == Role.STUDENT, User.email == email)
    )


def extension(session: Session, assignment_id: str, student_id: str) -> Extension | None:
    """A student's extension of an assignment."""
    return session.scalar(
        select(Extension).where(Extension.assignment_id == assignment_id, Extension.student_id == student_id)
    )


def extension_of(session: Session, assignment_id: str, email: str) -> Extension | None:
    """The extension of an assignment that the student of this e-mail has, on the roster or not."""
    return session.scalar(
        select(Extension)
        .join(Extension.student)
        .where(Extension.assignment_id == assignment_id, User.email == email)
        .options(joinedload(Extension.student))
    )


def extensions_of(session: Session, assignment_id: str) -> Sequence[Extension]:
    """The extensions of an assignment, by the students' e-mails."""
    return session.scalars(
        select(Extension)
        .join(Extension.student)
        .where(Extension.assignment_id == assignment_id)
        .order_by(User.email)
        .options(joinedload(Extension.student), joinedload(Extension.by))
    ).all()
