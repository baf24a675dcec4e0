"""Where answers that are alike are found: among each student's newest submissions to one assignment."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from api.db.models import CheckResult, Grading, Override, Submission

MOST = 100
"""How many are graded the same way at once: a person looks through the list before."""


def check_alike(session: Session, grading: Grading, check: str) -> Sequence[Grading]:
    """The gradings whose answer to a check is wrong in the same way as this one's, this one first."""
    likeness = select(CheckResult.likeness).where(
        CheckResult.grading_id == grading.id, CheckResult.name == check, CheckResult.likeness != ""
    )
    same = and_(
        CheckResult.grading_id == Grading.id,
        CheckResult.name == check,
        CheckResult.likeness == likeness.scalar_subquery(),
    )
    return _gradings(session, grading, select(CheckResult.name).where(same).exists())


def all_alike(session: Session, grading: Grading) -> Sequence[Grading]:
    """The gradings that have the same points for the same mistakes in every check, this one first."""
    mine, theirs = aliased(CheckResult), aliased(CheckResult)
    other = (
        select(mine.name)
        .outerjoin(
            theirs,
            and_(
                theirs.grading_id == Grading.id,
                theirs.name == mine.name,
                theirs.likeness == mine.likeness,
                theirs.earned == mine.earned,
            ),
        )
        .where(mine.grading_id == grading.id, theirs.name.is_(None))
        .correlate(Grading)
    )
    graded = select(CheckResult.name).where(CheckResult.grading_id == grading.id).exists()
    return _gradings(session, grading, and_(graded, ~other.exists()))


def written_alike(session: Session, grading: Grading) -> Sequence[Grading]:
    """The gradings of the same written answer, this one first."""
    return _gradings(session, grading, Grading.likeness == grading.likeness)


def counts(session: Session, submission: Submission) -> list[tuple[str, str, int]]:
    """(grading, check, how many others are wrong in the same way) for the checks of a submission."""
    mine, theirs = aliased(CheckResult), aliased(CheckResult)
    newest = newest_of(submission.assignment_id)
    query = (
        select(mine.grading_id, mine.name, func.count())
        .join(
            theirs,
            and_(
                theirs.likeness == mine.likeness,
                theirs.name == mine.name,
                theirs.bundle_version_id == mine.bundle_version_id,
                theirs.submission_id != mine.submission_id,
            ),
        )
        .where(mine.submission_id == submission.id, mine.likeness != "", theirs.submission_id.in_(newest))
        .group_by(mine.grading_id, mine.name)
    )
    return list(session.execute(query).all())


def newest_of(assignment_id: str) -> Select[str]:
    """Each student's newest submission to an assignment, by id."""
    last = (
        select(Submission.student_id, func.max(Submission.number).label("number"))
        .where(Submission.assignment_id == assignment_id)
        .group_by(Submission.student_id)
        .subquery()
    )
    return (
        select(Submission.id)
        .join(last, and_(last.c.student_id == Submission.student_id, last.c.number == Submission.number))
        .where(Submission.assignment_id == assignment_id)
    )


def last_overrides(session: Session, grading_ids: Sequence[str], check: str) -> dict[str, int]:
    """Grading → the number of the newest override of a check of it."""
    query = (
        select(Override.grading_id, func.max(Override.number))
        .where(Override.grading_id.in_(grading_ids), Override.check_name == check)
        .group_by(Override.grading_id)
    )
    return dict(session.execute(query).all())


def _gradings(session: Session, grading: Grading, like: ColumnElement[bool]) -> Sequence[Grading]:
    submission = grading.submission
    query = (
        select(Grading)
        .join(Grading.submission)
        .where(
            Grading.bundle_version_id == grading.bundle_version_id,
            or_(Submission.id == submission.id, Submission.id.in_(newest_of(submission.assignment_id))),
            like,
        )
        .options(
            contains_eager(Grading.submission).joinedload(Submission.student),
            joinedload(Grading.bundle_version),
            defer(Grading.report_json),
        )
        .order_by(Grading.id != grading.id, Submission.submitted_at, Submission.id)
        .limit(MOST)
    )
    return session.scalars(query).all()
