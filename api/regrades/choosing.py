"""Which handins a regrade is about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select
from sqlalchemy.orm import Session

from api.db.models import BundleVersion, Grading, Problem, Submission, Which


def graded_otherwise(session: Session, assignment_id: str, version: BundleVersion) -> int:
    """How many handins to an assignment were graded by another version of this problem."""
    query = _others(assignment_id, version).with_only_columns(func.count())
    return session.scalar(query) or 0


def chosen(session: Session, assignment_id: str, version: BundleVersion, which: Which) -> Sequence[str]:
    """The gradings, by id, that another version of this problem made of the handins that are asked for."""
    query = _others(assignment_id, version)
    if which is not Which.ALL:
        ranked = _ranked(assignment_id, which)
        query = query.join(ranked, and_(ranked.c.id == Submission.id, ranked.c.rank == 1))
    return session.scalars(query.order_by(Submission.submitted_at, Grading.id)).all()


def _others(assignment_id: str, version: BundleVersion) -> Select[str]:
    # By the slug: a course's own problem may have taken the place of the server's.
    return (
        select(Grading.id)
        .join(Grading.submission)
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .where(
            Submission.assignment_id == assignment_id,
            Problem.slug == version.problem.slug,
            BundleVersion.id != version.id,
        )
    )


def _ranked(assignment_id: str, which: Which) -> Subquery:
    """Each student's submissions, the one that is asked for at rank 1."""
    order: list[ColumnElement[Any]] = [Submission.number.desc()]
    if which is Which.BEST:
        order.insert(0, func.coalesce(Submission.earned, -1.0).desc())
    rank = func.row_number().over(partition_by=Submission.student_id, order_by=order).label("rank")
    return select(Submission.id, rank).where(Submission.assignment_id == assignment_id).subquery()
