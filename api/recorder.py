"""Writes reports down. It runs no uploaded code, and a report delivered twice is recorded once.

A report claims to settle one attempt at one grading. It is recorded only while that attempt runs, and
only if it fits the bundle: the checks, and what each may earn, are the bundle's own. Points that a person
gave are none of its business.
"""

import msgspec
from sqlalchemy.orm import Session

from api import journal
from api.db.base import utc_now
from api.db.models import GradingState
from api.events import service as events
from api.gradings import repository
from api.gradings.fitting import ReportRefused, by_visibility, check_origin, check_points, is_fault
from api.gradings.service import give_back
from api.submissions.closing import close_if_done
from graders.job import GradeItem
from graders.report import Report

__all__ = ["ReportRefused", "settle"]


@journal.telling
def settle(session: Session, item: GradeItem, report: Report) -> bool:
    """Record a report; False when this attempt was settled already, has run out, or never was.

    A report of a fault of ours ends the attempt and is no result. Raises ReportRefused for a report
    that does not fit the bundle; nothing is recorded then.
    """
    grading = repository.grading(session, item.grading)
    if grading is None:
        return False
    check_origin(item, report, grading.bundle_version)
    if is_fault(report):
        return give_back(session, grading, item.attempt, report.fault or "The grader failed.") is not None
    check_points(grading.bundle_version.described, report)
    ending = journal.Ending.of(grading, item.attempt)
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
        earned_by=by_visibility(report),
        report_json=msgspec.json.encode(report).decode(),
        fault="",
    )
    if recorded:
        events.note_report(session, grading.submission_id, item.grading, state)
        ending.settled(session, report, state)
        if close_if_done(session, grading.submission_id):
            journal.finished(session, grading)
    return recorded
