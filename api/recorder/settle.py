"""Writes reports down. It runs no uploaded code, and a report delivered twice is recorded once.

A report claims to settle one attempt at one grading. It is recorded only while that attempt runs, and
only if it fits the bundle: the checks, and what each may earn, are the bundle's own. Points that a person
gave are none of its business: those for single checks are only added up anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api import journal
from api.checks import service as checks
from api.db.base import utc_now
from api.db.models import Grading, GradingState
from api.events import service as events
from api.gradings import repository
from api.gradings.fitting import ReportRefused, by_visibility, check_origin, check_points, is_fault
from api.gradings.service import give_back
from api.overrides import service as overrides
from api.submissions.closing import close_if_done
from graders.job import GradeItem
from graders.report import Report

__all__ = ["Outcome", "ReportRefused", "settle", "settle_all"]


@dataclass
class Outcome:
    """What became of reports, by grading: those recorded, and why others were refused."""

    recorded: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)


def settle(session: Session, item: GradeItem, report: Report) -> bool:
    """Record the report on an item of a job; False when this attempt is over, or never was.

    A report of a fault of ours ends the attempt and is no result. Raises ReportRefused for a report
    that does not fit the bundle; nothing is recorded then.
    """
    outcome = settle_all(session, {item.grading: (item.attempt, report)})
    if outcome.refused:
        raise ReportRefused(outcome.refused[item.grading])
    return item.grading in outcome.recorded


def settle_all(session: Session, told: Mapping[str, tuple[int, Report]]) -> Outcome:
    """Record reports on gradings of one submission: grading → attempt and report.

    Those whose attempt is over are left out: they were settled already, have run out, or never were.
    """
    attempts = {grading: attempt for grading, (attempt, _) in told.items()}
    outcome = Outcome()
    settled: list[tuple[Grading, Report]] = []
    running = repository.lock_attempts(session, attempts, waits=True)
    for id_ in attempts.keys() - {grading.id for grading in running}:
        journal.late(session, id_, attempts[id_])
    for grading in running:
        report = told[grading.id][1]
        try:
            _check(grading, report)
        except ReportRefused as refusal:
            outcome.refused[grading.id] = str(refusal)
            journal.refused(session, grading.id, grading.attempt, str(refusal))
            continue
        outcome.recorded.add(grading.id)
        if is_fault(report):
            give_back(session, grading, grading.attempt, report.fault or "The grader failed.")
        else:
            _record(session, grading, report)
            settled.append((grading, report))
    _tell(session, settled)
    return outcome


def _check(grading: Grading, report: Report) -> None:
    """Raise ReportRefused for a report that is not of this grading's bundle."""
    check_origin(report, grading.bundle_version)
    if not is_fault(report):
        check_points(grading.bundle_version.described, report)


def _tell(session: Session, settled: Sequence[tuple[Grading, Report]]) -> None:
    """Tell whoever counts checks, and whoever watches the submission."""
    if settled:
        session.flush()
        gradings, reports = zip(*settled, strict=True)
        checks.write(session, gradings, reports)
        events.note_reports(session, gradings)
        if close_if_done(session, gradings[0].submission_id):
            journal.finished(session, gradings[-1])


def _record(session: Session, grading: Grading, report: Report) -> None:
    ending = journal.Ending.of(grading, grading.attempt)
    if grading.report_json is not None:
        checks.forget(session, select(Grading.id).where(Grading.id == grading.id))
    grading.state = GradingState.REVIEW if grading.waits_for_staff else GradingState.DONE
    grading.worker = None
    grading.lease_until = None
    grading.settled_at = utc_now()
    grading.earned = report.earned
    grading.earned_by = by_visibility(report)
    grading.report_json = msgspec.json.encode(report).decode()
    grading.fault = ""
    overrides.reapply(grading)
    ending.settled(session, report, grading.state)
