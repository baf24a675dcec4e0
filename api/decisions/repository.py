"""Where gradings that wait for a person are found, in the order in which people take them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from api.db.models import BundleVersion, Decision, Grading, GradingState, Problem, Submission
from api.paging import Page

ORDER = (Grading.place, Submission.submitted_at, Submission.id)
"""One problem after the other, since whoever marks ten answers to the same question marks them alike."""

WAITS = and_(
    BundleVersion.by_hand,
    Grading.decided_earned.is_(None),
    or_(Grading.state == GradingState.REVIEW, Grading.state == GradingState.FAULT),
)


def waiting(
    session: Session, assignment_id: str, wanted: Sequence[ColumnElement[bool]], page: Page
) -> tuple[Sequence[Grading], int]:
    """A page of the gradings of an assignment that wait for a person, and how many there are."""
    query = _waiting(assignment_id, wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    loaded = query.options(
        defer(Grading.report_json),
        contains_eager(Grading.submission).joinedload(Submission.student),
        contains_eager(Grading.bundle_version).contains_eager(BundleVersion.problem),
    )
    return session.scalars(loaded.order_by(*ORDER).offset(page.offset).limit(page.size)).all(), total


def neighbours(session: Session, grading: Grading) -> tuple[str | None, str | None]:
    """The waiting gradings of the same assignment just before and after this one, by id."""
    submission = grading.submission
    query = _waiting(submission.assignment_id, [newest()]).with_only_columns(Grading.id)
    order, here = tuple_(*ORDER), tuple_(grading.place, submission.submitted_at, submission.id)
    before = query.where(order < here).order_by(*(column.desc() for column in ORDER))
    after = query.where(order > here).order_by(*ORDER)
    return session.scalar(before.limit(1)), session.scalar(after.limit(1))


def first_waiting(session: Session, submission: Submission) -> str | None:
    """A grading to decide next, by id: of this submission, else of one that came in later, else the first."""
    query = _waiting(submission.assignment_id, [newest()]).with_only_columns(Grading.id)
    later = case(
        (Submission.id == submission.id, 0), (Submission.submitted_at > submission.submitted_at, 1), else_=2
    )
    return session.scalar(
        query.order_by(later, Submission.submitted_at, Submission.id, Grading.place).limit(1)
    )


def newest() -> ColumnElement[bool]:
    """Whether a submission is its student's newest to the assignment: the older ones need no reading."""
    later = aliased(Submission)
    last = (
        select(func.max(later.number))
        .where(later.student_id == Submission.student_id, later.assignment_id == Submission.assignment_id)
        .scalar_subquery()
    )
    return Submission.number == last


def of_problem(slug: str) -> ColumnElement[bool]:
    """Whether a grading is of this problem."""
    return Problem.slug == slug


def lock(session: Session, grading_id: str) -> None:
    """Let nobody else change the grading until the transaction ends."""
    session.execute(select(Grading.id).where(Grading.id == grading_id).with_for_update())


def history(session: Session, grading_id: str) -> Sequence[Decision]:
    """Every decision on a grading, the newest first."""
    query = select(Decision).where(Decision.grading_id == grading_id).options(joinedload(Decision.by))
    return session.scalars(query.order_by(Decision.number.desc())).all()


def _waiting(assignment_id: str, wanted: Sequence[ColumnElement[bool]]) -> Select[Grading]:
    return (
        select(Grading)
        .join(Grading.submission)
        .join(Grading.bundle_version)
        .join(BundleVersion.problem)
        .where(Submission.assignment_id == assignment_id, WAITS, *wanted)
    )
