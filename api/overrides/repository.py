"""Where overrides are looked up."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from api.db.models import BundleVersion, Grading, Override, Submission
from api.paging import Page


def of_grading(session: Session, grading_id: str) -> Sequence[Override]:
    """Every override of a grading's checks, in the order in which they were made."""
    query = select(Override).where(Override.grading_id == grading_id).options(joinedload(Override.by))
    return session.scalars(query.order_by(Override.number)).all()


def overridden(session: Session, grading_ids: Sequence[str]) -> Sequence[Grading]:
    """Those of these gradings that have overrides, locked."""
    query = select(Grading).where(Grading.id.in_(grading_ids), Grading.override > 0).order_by(Grading.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def with_stranded(session: Session, assignment_id: str, page: Page) -> tuple[Sequence[Grading], int]:
    """A page of the gradings with an override that finds its check no more, and how many there are."""
    query = (
        select(Grading)
        .join(Grading.submission)
        .where(
            Submission.assignment_id == assignment_id,
            # Of few gradings anything was overridden, and of most a report would be read past.
            Grading.id.in_(select(Override.grading_id)),
            Grading.stranded > 0,
        )
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    loaded = query.options(
        contains_eager(Grading.submission).joinedload(Submission.student),
        joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
        joinedload(Grading.overrides).joinedload(Override.by),
    )
    rows = session.scalars(loaded.order_by(Grading.id).offset(page.offset).limit(page.size)).unique().all()
    return rows, total
