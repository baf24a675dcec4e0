"""What became of submissions, as the database has it."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from api.db.models import Grading, GradingState, Submission
from api.db.session import Database

_WAITING = (GradingState.QUEUED, GradingState.RUNNING)


@dataclass(frozen=True)
class Outcome:
    """A submission whose last grading was settled; gradings: by machines."""

    submission: str
    submitted_at: datetime
    settled_at: datetime
    gradings: int

    @property
    def seconds(self) -> float:
        """From the moment it was received to the moment its score was known."""
        return (self.settled_at - self.submitted_at).total_seconds()


def outcomes(database: Database, submissions: Collection[str]) -> list[Outcome]:
    """Those of the submissions that machines are done with, in the order in which they were."""
    query = (
        select(Submission.id, Submission.submitted_at, Grading.state, Grading.settled_at)
        .join(Grading, Grading.submission_id == Submission.id)
        .order_by(Submission.id)
    )
    rows: dict[str, list[tuple[datetime, GradingState, datetime | None]]] = {}
    with database.reading() as session:
        for submission, *rest in session.execute(query):
            if submission in submissions:
                rows.setdefault(submission, []).append(tuple(rest))
    return sorted(_outcomes(rows), key=lambda outcome: outcome.settled_at)


def _outcomes(rows: dict[str, list[tuple[datetime, GradingState, datetime | None]]]) -> Iterator[Outcome]:
    for submission, gradings in rows.items():
        settled = [moment for _, _, moment in gradings if moment is not None]
        if settled and not any(state in _WAITING for _, state, _ in gradings):
            yield Outcome(submission, gradings[0][0], max(settled), len(settled))


def wait_for_all(database: Database, submissions: Collection[str], seconds: float) -> list[Outcome]:
    """The outcomes of all of them; fails where nothing more is settled for so many seconds."""
    found: list[Outcome] = []
    deadline = time.monotonic() + seconds
    while len(found) < len(submissions):
        assert time.monotonic() < deadline, f"{len(submissions) - len(found)} submissions were never graded"
        time.sleep(0.5)
        before, found = len(found), outcomes(database, submissions)
        if len(found) > before:
            deadline = time.monotonic() + seconds
    return found
