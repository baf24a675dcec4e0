"""Which rows name a blob."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.db.models import Assignment, BundleVersion, Course, Problem, Submission, User

COLUMNS = (
    BundleVersion.digest,
    Assignment.kit_digest,
    Submission.digest,
    Submission.archive_digest,
)
"""Every column that names a blob."""
BATCH = 1000
_NAMES = (Submission.number, User.email, Course.slug, Assignment.slug)


def named(session: Session) -> Iterator[tuple[str, str]]:
    """Every digest that a row names, with what it is, in words for staff. One may come more than once."""
    yield from _bundles(session)
    yield from _kits(session)
    yield from _handins(session)


def is_named(session: Session, digest: str) -> bool:
    """Whether any row names this blob."""
    return any(session.scalar(select(exists().where(column == digest))) for column in COLUMNS)


def _bundles(session: Session) -> Iterator[tuple[str, str]]:
    query = select(BundleVersion.digest, Problem.slug, BundleVersion.number).join(BundleVersion.problem)
    for digest, slug, number in session.execute(query.order_by(BundleVersion.id)).yield_per(BATCH):
        yield digest, f"Version {number} of problem {slug}"


def _kits(session: Session) -> Iterator[tuple[str, str]]:
    query = select(Assignment.kit_digest, Course.slug, Assignment.slug).join(Assignment.course)
    for digest, course, slug in session.execute(query.order_by(Assignment.id)).yield_per(BATCH):
        if digest is not None:
            yield digest, f"The starter kit of {course}/{slug}"


def _handins(session: Session) -> Iterator[tuple[str, str]]:
    query = (
        select(Submission.digest, Submission.archive_digest, *_NAMES)
        .join(Submission.student)
        .join(Submission.assignment)
        .join(Assignment.course)
        .order_by(Submission.id)
    )
    for digest, archive, number, email, course, slug in session.execute(query).yield_per(BATCH):
        handin = f"Handin {number} of {email} to {course}/{slug}"
        yield digest, handin
        yield archive, f"{handin}, as it was sent"
