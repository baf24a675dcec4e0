"""Requests for a regrade as their viewers may read them."""

from typing import Any

from api.anonymity.naming import Names
from api.courses.seat import Seat
from api.db.models import RegradeRequest
from api.remarks.views import remark_view
from api.requests.schemas import RequestSummary, RequestView


def summary_of(request: RegradeRequest, names: Names) -> RequestSummary:
    """A line of a list."""
    return RequestSummary(**_common(request, names))


def view_of(request: RegradeRequest, seat: Seat, names: Names) -> RequestView:
    """A request, whole."""
    said = [remark_view(each, seat.caller, names, for_staff=seat.is_staff) for each in request.remarks]
    return RequestView(**_common(request, names), remarks=said)


def _common(request: RegradeRequest, names: Names) -> dict[str, Any]:
    submission = request.grading.submission
    return {
        "id": request.id,
        "submission": submission.id,
        "number": submission.number,
        "student": names.of(submission.student),
        "grading": request.grading_id,
        "problem": request.grading.bundle_version.problem.slug,
        "check": request.check_name,
        "title": request.title,
        "state": request.state,
        "opened_at": request.opened_at,
        "changed_at": request.changed_at,
    }
