"""Where problems and their bundle versions are looked up."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.db.models import BundleVersion, Problem


def problem_by_slug(session: Session, slug: str) -> Problem | None:
    """The problem of this slug."""
    return session.scalar(select(Problem).where(Problem.slug == slug))


def version(session: Session, problem_id: str, digest: str) -> BundleVersion | None:
    """The version of a problem that has this digest."""
    return session.scalar(
        select(BundleVersion).where(BundleVersion.problem_id == problem_id, BundleVersion.digest == digest)
    )


def last_number(session: Session, problem_id: str) -> int:
    """The number of a problem's newest version; 0 where it has none."""
    newest = select(func.max(BundleVersion.number)).where(BundleVersion.problem_id == problem_id)
    return session.scalar(newest) or 0


def newest_versions(session: Session) -> Sequence[BundleVersion]:
    """The newest version of every problem, by slug."""
    newest = select(func.max(BundleVersion.id)).group_by(BundleVersion.problem_id)
    return session.scalars(
        select(BundleVersion)
        .join(BundleVersion.problem)
        .where(BundleVersion.id.in_(newest))
        .order_by(Problem.slug)
        .options(joinedload(BundleVersion.problem))
    ).all()
