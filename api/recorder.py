"""Writes reports down. It runs no uploaded code, and a report delivered twice is recorded once.

A report claims to settle one attempt at one grading. It is recorded only while that attempt runs, and
only if it fits the bundle: the checks, and what each may earn, are the bundle's own. Points that a person
gave are none of its business.
"""

import math

import msgspec
from sqlalchemy.orm import Session

from api.db.base import utc_now
from api.db.models import GradingState
from api.events import service as events
from api.gradings import repository
from api.gradings.service import give_back
from api.submissions.closing import close_if_done
from graders.errors import GraderFault
from graders.job import GradeItem
from graders.problem import Problem
from graders.report import CheckReport, Report, Verdict


class ReportRefused(GraderFault):
    """A report does not fit the grading that it claims to settle."""


def settle(session: Session, item: GradeItem, report: Report) -> bool:
    """Record a report; False when this attempt was settled already, has run out, or never was.

    A report of a fault of ours ends the attempt and is no result. Raises ReportRefused for a report
    that does not fit the bundle; nothing is recorded then.
    """
    grading = repository.grading(session, item.grading)
    if grading is None:
        return False
    _check_origin(item, report, grading.bundle_version.digest)
    if _is_fault(report):
        return give_back(session, grading, item.attempt, report.fault or "The grader failed.") is not None
    _check_points(grading.bundle_version.described, report)
    state = GradingState.REVIEW if grading.waits_for_staff else GradingState.DONE
    recorded = repository.change_running(
        session,
        item.grading,
        item.attempt,
        state=state,
        worker=None,
        lease_until=None,
        settled_at=utc_now(),
        earned=report.earned,
        earned_by=_by_visibility(report),
        report_json=msgspec.json.encode(report).decode(),
        fault="",
    )
    if recorded:
        events.note_report(session, grading.submission_id, item.grading, state)
        close_if_done(session, grading.submission_id)
    return recorded


def _is_fault(report: Report) -> bool:
    return Verdict.FAULT in (report.verdict, *(check.verdict for check in report.checks))


def _check_origin(item: GradeItem, report: Report, digest: str) -> None:
    if not report.bundle == item.bundle.digest == digest:
        raise ReportRefused(f"The report on grading {item.grading} is about another bundle.")
    if report.problem != item.problem:
        raise ReportRefused(f"The report on grading {item.grading} is about another problem.")


def _check_points(problem: Problem, report: Report) -> None:
    told = {check.name: check for check in report.checks}
    if len(told) != len(report.checks) or set(told) != {check.name for check in problem.checks}:
        raise ReportRefused(f"The report on {problem.slug} does not hold each of its checks once.")
    for check in problem.checks:
        _check_one(told[check.name], check.points)
        if told[check.name].visibility is not check.visibility:
            raise ReportRefused(f"The report changes who may see check {check.name}.")
    earned = sum(check.earned for check in report.checks)
    if not (_alike(report.earned, earned) and _alike(report.points, problem.points)):
        raise ReportRefused(f"The report on {problem.slug} does not add up.")


def _check_one(check: CheckReport, points: float) -> None:
    if check.points != points or not 0 <= check.earned <= points:
        raise ReportRefused(
            f"Check {check.name} is worth {points:g}, not {check.earned:g} of {check.points:g}."
        )


def _by_visibility(report: Report) -> dict[str, float]:
    earned = dict.fromkeys((check.visibility.value for check in report.checks), 0.0)
    for check in report.checks:
        earned[check.visibility.value] += check.earned
    return earned


def _alike(told: float, right: float) -> bool:
    return math.isclose(told, right, rel_tol=1e-9, abs_tol=1e-9)
