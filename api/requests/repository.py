"""Where requests for a regrade are looked up."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from api.db.models import (
    Assignment,
    BundleVersion,
    Grading,
    RegradeRequest,
    Remark,
    RequestState,
    Submission,
)
from api.paging import Page


def request(session: Session, id_: str) -> RegradeRequest | None:
    """A request with its grading, submission and thread."""
    query = _whole().where(RegradeRequest.id == id_)
    return session.scalar(query.execution_options(populate_existing=True))


def about(session: Session, grading_id: str, check: str) -> RegradeRequest | None:
    """The request about a check of a grading, if somebody asked."""
    return session.scalar(
        select(RegradeRequest).where(
            RegradeRequest.grading_id == grading_id, RegradeRequest.check_name == check
        )
    )


def of_submission(session: Session, submission_id: str) -> Sequence[RegradeRequest]:
    """The requests about a submission, the oldest first."""
    query = _whole().where(RegradeRequest.submission_id == submission_id)
    return session.scalars(query.order_by(RegradeRequest.opened_at, RegradeRequest.id)).all()


def of_assignment(
    session: Session, assignment_id: str, state: RequestState | None, page: Page
) -> tuple[Sequence[RegradeRequest], int]:
    """A page of an assignment's requests, those that have waited longest first, and how many there are."""
    chosen = [RegradeRequest.assignment_id == assignment_id]
    if state is not None:
        chosen.append(RegradeRequest.state == state)
    total = session.scalar(select(func.count()).select_from(RegradeRequest).where(*chosen)) or 0
    query = _whole().where(*chosen).order_by(RegradeRequest.opened_at, RegradeRequest.id)
    return session.scalars(query.offset(page.offset).limit(page.size)).all(), total


def count(session: Session, assignment_id: str) -> dict[RequestState, int]:
    """How many requests of an assignment are in each state."""
    query = select(RegradeRequest.state, func.count()).where(RegradeRequest.assignment_id == assignment_id)
    return dict(session.execute(query.group_by(RegradeRequest.state)).all())


def _whole() -> Select[RegradeRequest]:
    grading = contains_eager(RegradeRequest.grading)
    submission = grading.contains_eager(Grading.submission)
    return (
        select(RegradeRequest)
        .join(RegradeRequest.grading)
        .join(Grading.submission)
        .options(
            grading.defer(Grading.report_json),
            grading.joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
            submission.joinedload(Submission.student),
            submission.joinedload(Submission.assignment).joinedload(Assignment.course),
            selectinload(RegradeRequest.remarks).joinedload(Remark.author),
        )
    )
