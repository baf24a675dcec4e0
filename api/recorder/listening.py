"""Writes down what workers tell.

Every message is a claim, delivered twice or late or never. What it says of an attempt counts only with that
attempt's ticket, and only while that attempt runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api import attempts, journal
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import Grading
from api.db.session import Database
from api.events import service as events
from api.gradings import repository, service
from api.gradings.fitting import ReportRefused, is_fault
from api.kits import service as kits
from api.objects.running import held_by
from api.proofs import service as proofs
from api.recorder.settle import settle_all
from api.regrades import work as regrades
from api.workers import service as workers
from graders import spans
from graders.errors import GraderFault
from graders.job import Attempt
from graders.told import (
    Alive,
    Begun,
    Complained,
    Failed,
    Found,
    Left,
    Overdue,
    Progressed,
    Proved,
    PutBack,
    Settled,
    Told,
)

log = structlog.get_logger()


@dataclass(frozen=True)
class Listener:
    """Hears messages. lease: for how long a worker that is heard of holds what it has.

    seconds: what a proof or a kit may spend in boxes.
    """

    database: Database
    keys: Keys
    lease: timedelta
    seconds: float

    def hear(self, batch: Sequence[Told]) -> None:
        """Write a batch down: what belongs to one submission in one transaction, and in order.

        Two that are written at the same time lock no two submissions crosswise. What cannot be written by our
        own fault takes nothing else with it: its attempts run out. Raises DBAPIError: the database is away.
        """
        for about, told in groupby(self._true(batch), key=_about):
            try:
                self._write_together(told)
            except DBAPIError:
                raise
            except Exception:
                log.exception("not written", about=about)

    def _write_together(self, told: Iterable[Told]) -> None:
        with self.database.writing() as session:
            # Reports that come one after another are written at once.
            for is_report, these in groupby(told, key=_is_report):
                if is_report:
                    _settle_gradings(session, these)
                else:
                    for each in these:
                        self._write(session, each)

    def _true(self, batch: Sequence[Told]) -> list[Told]:
        """What is told by those whom we gave the attempt, each submission's together."""
        true = [each for each in batch if all(self._gave_out(attempt) for attempt in _attempts(each))]
        return sorted(true, key=_about)

    def _gave_out(self, attempt: Attempt) -> bool:
        gave_out = self.keys.gave_out(attempt)
        if not gave_out:
            journal.forged(attempt)
        return gave_out

    def _write(self, session: Session, told: Told) -> None:
        match told:
            case Alive():
                workers.note(session, told.worker, len(told.holds))
                self._hold(session, told.holds)
            case Left():
                workers.forget(session, told.worker)
            case Begun():
                self._begin(session, told)
            case Progressed() | Found():
                _note_progress(session, told)
            case Settled() | Proved() | Overdue() | Complained():
                self._end(session, told)
            case Failed() | PutBack():
                _put_back_all(session, told)

    def _hold(self, session: Session, held: Sequence[Attempt]) -> None:
        gradings = {attempt.id: attempt.number for attempt in held if attempt.purpose == "grade"}
        service.hold_all(session, gradings, self.lease)
        for attempt in held:
            if attempt.purpose != "grade":
                attempts.change(session, held_by(attempt), lease_until=utc_now() + self.lease)

    def _begin(self, session: Session, told: Begun) -> None:
        gradings = {each.id: each.number for each in told.attempts if each.purpose == "grade"}
        if gradings:
            service.begin(session, gradings, told.worker, self.lease)
        for attempt in told.attempts:
            if attempt.purpose != "grade":
                attempts.begin(session, held_by(attempt), told.worker, self.lease)

    def _end(self, session: Session, told: Settled | Proved | Overdue | Complained) -> None:
        """An attempt has its result. What does not fit is our fault: it is tried again."""
        try:
            self._settle(session, told)
        except GraderFault as refused:
            log.error("refused", id=told.attempt.id, attempt=told.attempt.number, why=str(refused))
            _put_back(session, told.attempt, str(refused))

    def _settle(self, session: Session, told: Settled | Proved | Overdue | Complained) -> None:
        match told:
            case Settled():
                _settle_regrading(session, told)
            case Proved():
                proofs.settle(session, held_by(told.attempt), told.proof)
            case Overdue():
                self._settle_overdue(session, told.attempt)
            case Complained():
                kits.refuse(session, held_by(told.attempt), told.complaint)

    def _settle_overdue(self, session: Session, attempt: Attempt) -> None:
        if attempt.purpose == "prove":
            proofs.settle_overdue(session, held_by(attempt), self.seconds)
        elif attempt.purpose == "kit":
            kits.refuse(session, held_by(attempt), kits.overdue(self.seconds))
        else:
            raise ReportRefused("It took longer in boxes than it may.")


def _settle_gradings(session: Session, told: Iterable[Told]) -> None:
    """Settle gradings of one submission. What does not fit is our fault: it is tried again."""
    reports = {each.attempt.id: each for each in told if isinstance(each, Settled)}
    of = next(each.about for each in reports.values())
    with (
        spans.following(spans.trace_of(of)),
        spans.span("settle", {"submission": of, "reports": len(reports)}),
    ):
        outcome = settle_all(
            session, {id_: (each.attempt.number, each.report) for id_, each in reports.items()}
        )
    for id_, why in outcome.refused.items():
        _put_back(session, reports[id_].attempt, why)


def _settle_regrading(session: Session, told: Settled) -> None:
    if is_fault(told.report):
        raise ReportRefused(told.report.fault or "The grader failed.")
    regrades.settle(session, held_by(told.attempt), told.report)


def _put_back_all(session: Session, told: Failed | PutBack) -> None:
    for attempt in told.attempts:
        _put_back(session, attempt, told.why if isinstance(told, Failed) else None)


def _put_back(session: Session, attempt: Attempt, why: str | None) -> None:
    """End a failed attempt; why: None for one that does not count."""
    if attempt.purpose == "grade":
        grading = repository.grading(session, attempt.id)
        if grading is None:
            return
        if why is None:
            service.relinquish(session, grading, attempt.number)
        else:
            service.give_back(session, grading, attempt.number, why)
    elif why is None:
        attempts.relinquish(session, held_by(attempt))
    else:
        attempts.give_back(session, held_by(attempt), why)


def _note_progress(session: Session, told: Progressed | Found) -> None:
    attempt = told.attempt
    if isinstance(told, Found):
        proofs.note(session, held_by(attempt), told.finding, told.number, told.total)
        return
    grading = session.get(Grading, attempt.id)
    if grading is not None and grading.attempt == attempt.number:
        progress = told.progress
        events.note_progress(
            session,
            grading.submission_id,
            problem=progress.problem,
            check=progress.check,
            done=progress.number,
            total=progress.total,
        )


def _attempts(told: Told) -> Sequence[Attempt]:
    """The attempts that a message speaks of."""
    match told:
        case Alive():
            return told.holds
        case Left():
            return ()
        case Begun() | Failed() | PutBack():
            return told.attempts
        case _:
            return (told.attempt,)


def _is_report(told: Told) -> bool:
    """Whether it is the report on a grading."""
    return isinstance(told, Settled) and told.attempt.purpose == "grade"


def _about(told: Told) -> str:
    """What must be written together."""
    match told:
        case Alive():
            return told.worker.name
        case Left():
            return told.worker
        case _:
            return told.about
