"""Which handins a regrade is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select
from sqlalchemy.orm import Session

from api.db.models import Assignment, BundleVersion, Grading, Problem, Submission, User, Which
from api.errors import Invalid

MOST_NAMED = 1_000
"""Handins, or students, that may be named one by one."""


@dataclass(frozen=True)
class Wanted:
    """The handins that are asked for. submissions: which, where they are chosen one by one."""

    which: Which
    submissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemCount:
    """A problem that machines grade. others: handins graded by another version than `version`."""

    slug: str
    title: str
    version: int
    others: int


def graded_otherwise(session: Session, assignment_id: str, version: BundleVersion) -> int:
    """How many handins to an assignment were graded by another version of this problem."""
    query = _others(assignment_id, version).with_only_columns(func.count())
    return session.scalar(query) or 0


def by_problem(session: Session, assignment: Assignment) -> list[ProblemCount]:
    """The problems of an assignment that can be graded again, in its order."""
    rows = session.execute(
        select(Problem.slug, BundleVersion.id, func.count())
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .join(Grading.submission)
        .where(Submission.assignment_id == assignment.id)
        .group_by(Problem.slug, BundleVersion.id)
    ).all()
    held = [row.bundle_version for row in assignment.problems if not row.bundle_version.described.is_written]
    return [
        ProblemCount(
            version.problem.slug,
            version.title,
            version.number,
            sum(count for slug, id_, count in rows if slug == version.problem.slug and id_ != version.id),
        )
        for version in held
    ]


def chosen(session: Session, assignment_id: str, version: BundleVersion, wanted: Wanted) -> Sequence[str]:
    """The gradings, by id, of this problem in the handins that are asked for.

    Those that this version graded are left out, unless the handin was named: who names one wants it graded
    again.
    """
    if wanted.which is Which.CHOSEN:
        query = _gradings(assignment_id, version).where(Submission.id.in_(wanted.submissions))
    else:
        query = _others(assignment_id, version)
    if wanted.which in (Which.LATEST, Which.BEST):
        ranked = _ranked(assignment_id, wanted.which)
        query = query.join(ranked, and_(ranked.c.id == Submission.id, ranked.c.rank == 1))
    return session.scalars(query.order_by(Submission.submitted_at, Grading.id)).all()


def newest_of(session: Session, assignment_id: str, emails: Sequence[str]) -> tuple[str, ...]:
    """The newest handin of each of these students. Raises Invalid, naming those who have none."""
    named = sorted({email.strip(",;").lower() for email in emails} - {""})
    if not named:
        raise Invalid("Name the students whose handins are meant, by their e-mail addresses.")
    if len(named) > MOST_NAMED:
        raise Invalid(f"Name at most {MOST_NAMED:,} students, or choose all.")
    ranked = _ranked(assignment_id, Which.LATEST)
    rows = session.execute(
        select(User.email, Submission.id)
        .join(Submission.student)
        .join(ranked, and_(ranked.c.id == Submission.id, ranked.c.rank == 1))
        .where(User.email.in_(named))
        .order_by(Submission.id)
    ).all()
    found = {email for email, _ in rows}
    if missing := [email for email in named if email not in found]:
        raise Invalid(
            f"Nothing was handed in by {', '.join(missing[:10])}{' and others' if missing[10:] else ''}."
        )
    return tuple(id_ for _, id_ in rows)


def _gradings(assignment_id: str, version: BundleVersion) -> Select[str]:
    # By the slug: a course's own problem may have taken the place of the server's.
    return (
        select(Grading.id)
        .join(Grading.submission)
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .where(Submission.assignment_id == assignment_id, Problem.slug == version.problem.slug)
    )


def _others(assignment_id: str, version: BundleVersion) -> Select[str]:
    return _gradings(assignment_id, version).where(BundleVersion.id != version.id)


def _ranked(assignment_id: str, which: Which) -> Subquery:
    """Each student's submissions, the one that is asked for at rank 1."""
    order: list[ColumnElement[Any]] = [Submission.number.desc()]
    if which is Which.BEST:
        order.insert(0, func.coalesce(Submission.earned, -1.0).desc())
    rank = func.row_number().over(partition_by=Submission.student_id, order_by=order).label("rank")
    return select(Submission.id, rank).where(Submission.assignment_id == assignment_id).subquery()
