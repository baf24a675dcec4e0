"""What somebody may do about a problem and its checks: staff change points, students ask for another look."""

from dataclasses import replace
from urllib.parse import quote

from api.db.models import Grading, RegradeRequest, RequestState
from api.pages.views.check import Action, CheckView, Standing
from api.pages.views.problem import ProblemView
from api.submissions.views import Viewer

ASKED = {
    RequestState.OPEN: "A request for a regrade waits for staff",
    RequestState.ANSWERED: "A request for a regrade was answered",
    RequestState.CLOSED: "A request for a regrade is closed",
}


def with_actions(view: ProblemView, grading: Grading, viewer: Viewer) -> ProblemView:
    """The same, with links to what may be done. Nothing is done about what a machine has still to say."""
    is_out = viewer.is_staff or not grading.submission.assignment.hides_scores
    if not view.settled or view.standing is Standing.FAULT or not is_out:
        return view
    requests = {
        request.check_name: request
        for request in grading.submission.requests
        if request.grading_id == grading.id
    }
    make = staff_actions if viewer.is_staff else student_actions
    checks = tuple(
        replace(check, actions=tuple(make(grading, check, requests.get(check.name)))) if check.name else check
        for check in view.checks
    )
    return replace(view, checks=checks, actions=tuple(of_problem(view, grading, viewer, requests.get(""))))


def staff_actions(grading: Grading, check: CheckView, request: RegradeRequest | None) -> list[Action]:
    """What staff may do about a check: change its points, unless people decide the problem as a whole."""
    here = f"/gradings/{grading.id}/checks/{quote(check.name, safe='')}"
    machine_alone = not grading.bundle_version.by_hand and not grading.is_decided
    change = [Action("Change its points", here)] if machine_alone and check.points else []
    return change + asked(request)


def student_actions(grading: Grading, check: CheckView, request: RegradeRequest | None) -> list[Action]:
    """What a student may do about a check that cost them points: ask, once."""
    if request is not None:
        return asked(request)
    if not check.judged or check.earned >= check.points or grading.bundle_version.by_hand:
        return []
    name = quote(check.name, safe="")
    return [Action("Ask for a regrade", f"{asking(grading)}&check={name}")]


def of_problem(
    view: ProblemView, grading: Grading, viewer: Viewer, request: RegradeRequest | None
) -> list[Action]:
    """What may be done about the whole problem; of one that people decide, students ask as a whole."""
    if request is not None or viewer.is_staff:
        return asked(request)
    decided = view.standing in (Standing.PASSED, Standing.PARTLY, Standing.FAILED)
    if not decided or view.earned >= view.points:
        return []
    return [Action("Ask for a regrade of this problem", asking(grading))]


def asking(grading: Grading) -> str:
    """Where a student asks about a problem of their submission."""
    return f"/submissions/{grading.submission_id}/ask?problem={grading.bundle_version.problem.slug}"


def asked(request: RegradeRequest | None) -> list[Action]:
    """Where a request is talked about."""
    return [Action(ASKED[request.state], f"/requests/{request.id}")] if request else []
