"""Where searches, pairs and reviews are looked up."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from api.db.models import (
    Assignment,
    AttemptState,
    SimilarityReview,
    SimilarityRun,
    SimilarPair,
    Submission,
    Suspicion,
)
from api.paging import Page

Reviewed = tuple[SimilarPair, SimilarityReview | None]
_STRONGEST = (SimilarPair.strength.desc(), SimilarPair.tokens.desc(), SimilarPair.id)


class Edge(NamedTuple):
    """A pair without its handins. verdict: what staff made of it."""

    id: str
    left: str
    right: str
    strength: float
    verdict: Suspicion | None


class Filter(StrEnum):
    """Which pairs are listed."""

    ALL = "all"
    OPEN = "open"
    SUSPICIOUS = "suspicious"
    NOTHING = "nothing"


def newest_run(session: Session, assignment_id: str, *, settled: bool = False) -> SimilarityRun | None:
    """The newest search of an assignment; settled: the newest that has come to its end."""
    query = select(SimilarityRun).where(SimilarityRun.assignment_id == assignment_id)
    if settled:
        query = query.where(SimilarityRun.state == AttemptState.DONE)
    return session.scalar(
        query.order_by(SimilarityRun.id.desc()).limit(1).options(joinedload(SimilarityRun.created_by))
    )


def pairs(session: Session, run: SimilarityRun, wanted: Filter, page: Page) -> tuple[Sequence[Reviewed], int]:
    """A page of a search's pairs, the strongest first, and how many there are."""
    query = _reviewed(run).where(SimilarPair.run_id == run.id, *_rules(wanted))
    total = session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    rows = session.execute(
        query.order_by(*_STRONGEST).offset(page.offset).limit(page.size).options(*_sides())
    )
    return [(pair, review) for pair, review in rows], total


def pair(session: Session, run: SimilarityRun, id_: str) -> Reviewed | None:
    """One pair of a search."""
    query = _reviewed(run).where(SimilarPair.run_id == run.id, SimilarPair.id == id_)
    row = session.execute(query.options(*_sides())).one_or_none()
    return (row[0], row[1]) if row else None


def edges(session: Session, run: SimilarityRun) -> Sequence[Edge]:
    """Every pair of a search without its handins, the strongest first: no more than people read."""
    pair = (SimilarPair.id, SimilarPair.left_id, SimilarPair.right_id, SimilarPair.strength)
    query = _reviewed(run).with_only_columns(*pair, SimilarityReview.verdict)
    rows = session.execute(query.where(SimilarPair.run_id == run.id).order_by(*_STRONGEST))
    return [Edge(*row) for row in rows]


def review(session: Session, assignment_id: str, pair: SimilarPair) -> SimilarityReview | None:
    """What staff made of a pair's handins."""
    return session.scalar(
        select(SimilarityReview).where(
            SimilarityReview.assignment_id == assignment_id,
            SimilarityReview.left_id == pair.left_id,
            SimilarityReview.right_id == pair.right_id,
        )
    )


def students(session: Session, submissions: Sequence[str]) -> dict[str, Submission]:
    """These handins with whose they are and what they were to."""
    query = select(Submission).where(Submission.id.in_(submissions))
    loaded = query.options(
        joinedload(Submission.student), joinedload(Submission.assignment).joinedload(Assignment.course)
    )
    return {found.id: found for found in session.scalars(loaded)}


def _reviewed(run: SimilarityRun) -> Select[SimilarPair, SimilarityReview]:
    return select(SimilarPair, SimilarityReview).outerjoin(
        SimilarityReview,
        and_(
            SimilarityReview.assignment_id == run.assignment_id,
            SimilarityReview.left_id == SimilarPair.left_id,
            SimilarityReview.right_id == SimilarPair.right_id,
        ),
    )


def _rules(wanted: Filter) -> list[ColumnElement[bool]]:
    if wanted is Filter.ALL:
        return []
    if wanted is Filter.OPEN:
        return [SimilarityReview.id.is_(None)]
    return [SimilarityReview.verdict == Suspicion(wanted.value)]


def _sides() -> list[Any]:
    """Whose both handins are, and what they were to."""
    return [
        option
        for side in (SimilarPair.left, SimilarPair.right)
        for option in (
            joinedload(side).joinedload(Submission.student),
            joinedload(side).joinedload(Submission.assignment).joinedload(Assignment.course),
        )
    ]
