"""Where regrades are looked up."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from api.db.models import AttemptState, BundleVersion, Problem, Regrade, RegradeState, Regrading
from api.paging import Page


def _whole() -> Select[Regrade]:
    return select(Regrade).options(
        joinedload(Regrade.bundle_version).joinedload(BundleVersion.problem), joinedload(Regrade.created_by)
    )


def regrade(session: Session, assignment_id: str, id_: str, *, lock: bool = False) -> Regrade | None:
    """A regrade of an assignment; lock: nobody else ends it until the transaction does."""
    wanted = (Regrade.assignment_id == assignment_id, Regrade.id == id_)
    if lock:
        session.execute(select(Regrade.id).where(*wanted).with_for_update())
    return session.scalar(_whole().where(*wanted).execution_options(populate_existing=True))


def regrades(session: Session, assignment_id: str, page: Page) -> tuple[Sequence[Regrade], int]:
    """A page of an assignment's regrades, newest first, and how many there are."""
    total = session.scalar(select(func.count()).where(Regrade.assignment_id == assignment_id)) or 0
    query = _whole().where(Regrade.assignment_id == assignment_id).order_by(Regrade.id.desc())
    return session.scalars(query.offset(page.offset).limit(page.size)).all(), total


def preview(session: Session, assignment_id: str, slug: str) -> Regrade | None:
    """The regrade of an assignment's problem that nobody has ended yet."""
    return session.scalar(
        _whole()
        .join(Regrade.bundle_version)
        .join(BundleVersion.problem)
        .where(
            Regrade.assignment_id == assignment_id,
            Regrade.state == RegradeState.PREVIEW,
            Problem.slug == slug,
        )
    )


def gradings(session: Session, regrade_id: str) -> set[str]:
    """The gradings that a regrade is about, by id."""
    return set(session.scalars(select(Regrading.grading_id).where(Regrading.regrade_id == regrade_id)))


def faults(session: Session, regrade_id: str) -> Sequence[Regrading]:
    """What we failed at, locked."""
    query = select(Regrading).where(Regrading.regrade_id == regrade_id, Regrading.state == AttemptState.FAULT)
    return session.scalars(query.order_by(Regrading.id).with_for_update()).all()
