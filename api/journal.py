"""What happens to handins: a line in the log and a count for each event, once it is committed.

One submission's life can be followed by grep of its number: accepted, claimed, settled or given back,
finished. Services call these where the thing happens.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Self

import structlog
from sqlalchemy.orm import Session

from api.db.base import utc_now
from api.db.models import Grading, GradingState, Submission
from api.db.session import after_commit
from api.metrics import gradings as figures
from graders.job import Attempt
from graders.report import Report

log = structlog.get_logger(__name__)


def accepted(session: Session, submission: Submission, size: int) -> None:
    """A handin of so many bytes was stored."""
    told = {
        "submission": submission.id,
        "assignment": submission.assignment.slug,
        "number": submission.number,
        "gradings": len(submission.gradings),
        "bytes": size,
    }

    def tell() -> None:
        figures.ACCEPTED.inc()
        figures.HANDIN_BYTES.observe(size)
        log.info("accepted", **told)

    after_commit(session, tell)


def claimed(session: Session, gradings: Sequence[Grading], worker: str | None) -> None:
    """Attempts at gradings of one submission began."""
    submission = gradings[0].submission_id
    attempts = {each.id: each.attempt for each in gradings}

    def tell() -> None:
        figures.ATTEMPTS.labels("grade").inc(len(attempts))
        log.info("claimed", submission=submission, attempts=attempts, worker=worker)

    after_commit(session, tell)


def begun(session: Session, gradings: Sequence[Grading], worker: str) -> None:
    """A worker has begun a job that was claimed for whichever takes it."""
    if gradings:
        submission, attempts = gradings[0].submission_id, {each.id: each.attempt for each in gradings}
        tell = partial(log.info, "begun", submission=submission, attempts=attempts, worker=worker)
        after_commit(session, tell)


def finished(session: Session, grading: Grading) -> None:
    """The last of a submission's gradings was settled. What staff had retried has waited since then."""
    submission, since = grading.submission_id, max(grading.submission.submitted_at, grading.queued_at)

    def tell() -> None:
        seconds = (utc_now() - since).total_seconds()
        figures.WAIT.observe(seconds)
        log.info("finished", submission=submission, seconds=round(seconds, 3))

    after_commit(session, tell)


@dataclass(frozen=True)
class Ending:
    """An attempt that is about to end, noted while its row still says who runs it."""

    submission: str
    grading: str
    attempt: int
    problem: str
    worker: str | None

    @classmethod
    def of(cls, grading: Grading, attempt: int) -> Self:
        """An attempt at this grading."""
        problem = grading.bundle_version.problem.slug
        return cls(grading.submission_id, grading.id, attempt, problem, grading.worker)

    def settled(self, session: Session, report: Report, state: GradingState) -> None:
        """Its report was recorded."""
        verdict = "review" if state is GradingState.REVIEW else report.verdict.value

        def tell() -> None:
            figures.SETTLED.labels(self.problem, verdict).inc()
            figures.count_seconds(self.problem, report.seconds)
            told = {"earned": report.earned, "points": report.points, "seconds": round(report.seconds, 4)}
            log.info("settled", **asdict(self), verdict=verdict, **told)

        after_commit(session, tell)

    def given_back(self, session: Session, why: str, state: GradingState) -> None:
        """It failed by our fault: the grading waits again or, given up, staff see a fault."""

        def tell() -> None:
            figures.GIVEN_BACK.labels("grade").inc()
            if state is GradingState.QUEUED:
                log.warning("given back", **asdict(self), why=why)
            else:
                figures.SETTLED.labels(self.problem, "fault").inc()
                log.error("fault", **asdict(self), why=why)

        after_commit(session, tell)

    def put_back(self, session: Session) -> None:
        """The process that ran it ends, and put it back; it does not count."""

        def tell() -> None:
            figures.PUT_BACK.labels("grade").inc()
            log.info("put back", **asdict(self))

        after_commit(session, tell)


def behind_given_back(session: Session, queue: str, id_: str, attempt: int, why: str) -> None:
    """An attempt at work behind students' gradings failed by our fault."""

    def tell() -> None:
        figures.GIVEN_BACK.labels(queue).inc()
        log.warning("given back", queue=queue, id=id_, attempt=attempt, why=why)

    after_commit(session, tell)


def refused(session: Session, grading_id: str, attempt: int, why: str) -> None:
    """A report does not fit the grading that it claims to settle."""
    figures.IGNORED.labels("refused").inc()
    log.error("refused report", **_reported(session, grading_id, attempt), why=why)


def late(session: Session, grading_id: str, attempt: int) -> None:
    """A report came when its attempt was over: settled already, or run out."""
    figures.IGNORED.labels("late").inc()
    log.info("late report", **_reported(session, grading_id, attempt))


def forged(attempt: Attempt) -> None:
    """Somebody spoke of an attempt that we never gave them."""
    figures.IGNORED.labels("forged").inc()
    log.error("forged", purpose=attempt.purpose, id=attempt.id, attempt=attempt.number)


def _reported(session: Session, grading_id: str, attempt: int) -> dict[str, str | int | None]:
    """What a report says that it is about, and whose it would be."""
    grading = session.get(Grading, grading_id)
    submission = grading.submission_id if grading else None
    return {"submission": submission, "grading": grading_id, "attempt": attempt}
