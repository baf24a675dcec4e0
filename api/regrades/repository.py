"""Where regrades, and the gradings that they are about, are looked up."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.models import BundleVersion, Grading, Problem, Submission


def graded_otherwise(session: Session, assignment_id: str, version: BundleVersion) -> int:
    """How many handins to an assignment were graded by another version of this problem."""
    query = (
        select(func.count())
        .select_from(Grading)
        .join(Grading.submission)
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .where(
            Submission.assignment_id == assignment_id,
            Problem.slug == version.problem.slug,
            BundleVersion.id != version.id,
        )
    )
    return session.scalar(query) or 0
