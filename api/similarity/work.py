"""A search as work: claimed, told of while it goes on, settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api import attempts
from api.attempts import Held
from api.db.base import new_id, utc_now
from api.db.models import AttemptState, SimilarityRun, SimilarPair
from graders.similarity import Pair
from graders.similarity.winnow import Hashes


@dataclass(frozen=True)
class SearchJob:
    """A search: among the handins to an assignment, and those to earlier ones."""

    held: Held
    assignment: str
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What came of it. masked, handins, partly, lost: see `SimilarityRun`."""

    pairs: Sequence[Pair]
    masked: Hashes
    handins: int
    partly: int
    lost: int


def claim(session: Session, *, worker: str, lease: timedelta) -> SearchJob | None:
    """The search that has waited longest; None: there is none."""
    row = session.scalar(
        select(SimilarityRun)
        .where(SimilarityRun.state == AttemptState.QUEUED)
        .order_by(SimilarityRun.queued_at, SimilarityRun.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    held = attempts.take(session, row, worker, lease)
    return SearchJob(held, row.assignment_id, tuple(row.earlier))


def note(session: Session, held: Held, stage: str, done: int, total: int, lease: timedelta) -> bool:
    """Tell how far it is, and hold it for longer; False when it is ours no more."""
    until = utc_now() + lease
    return attempts.change(session, held, stage=stage, done=done, total=total, lease_until=until)


def settle(session: Session, held: Held, found: Found) -> bool:
    """Keep what was found, in place of what the search before found; False when it is ours no more."""
    settled = attempts.settle(
        session,
        held,
        stage="",
        handins=found.handins,
        partly=found.partly,
        lost=found.lost,
        masked=packed(found.masked),
    )
    if not settled:
        return False
    run = session.get_one(SimilarityRun, held.id)
    session.execute(
        delete(SimilarityRun).where(
            SimilarityRun.assignment_id == run.assignment_id, SimilarityRun.id < run.id
        )
    )
    if found.pairs:
        session.execute(insert(SimilarPair), [_row(run.id, pair) for pair in found.pairs])
    return True


def packed(hashes: Hashes) -> bytes:
    """Fingerprints as bytes, the same on every machine."""
    return hashes.astype("<u8").tobytes()


def unpacked(data: bytes | None) -> Hashes:
    """What `packed` packed."""
    return np.frombuffer(data or b"", "<u8").astype(np.uint64)


def _row(run: str, pair: Pair) -> dict[str, object]:
    return {
        "id": new_id(),
        "run_id": run,
        "left_id": pair.left,
        "right_id": pair.right,
        "tokens": pair.tokens,
        "longest": pair.longest,
        "left_share": pair.left_share,
        "right_share": pair.right_share,
        "strength": pair.strength,
    }
