"""Asking for a regrade: a student asks once about each check, and the thread goes on from there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth.caller import Caller
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Grading, GradingState, RegradeRequest, RequestState, Submission
from api.decisions import repository as decisions
from api.errors import Conflict, Forbidden, NotFound
from api.gradings import repository as gradings
from api.overrides import service as overrides
from api.overrides.service import Giving
from api.remarks import service as remarks
from api.requests import repository
from api.submissions.views import Viewer


@dataclass(frozen=True)
class Answer:
    """What somebody says in a request's thread; giving: points that staff give with it."""

    text: str
    giving: Giving | None = None


def askable(session: Session, caller: Caller, grading_id: str) -> tuple[Grading, Seat]:
    """A grading of the caller's own. Raises NotFound for every other."""
    grading = gradings.grading(session, grading_id)
    if grading is None or grading.submission.student_id != caller.id:
        raise NotFound("You have no such grading.")
    return grading, courses.seat_in(session, caller, grading.submission.assignment.course)


def title_of(grading: Grading, seat: Seat, check: str) -> str:
    """What is asked about: a check whose outcome the student may know, or ("") the whole problem.

    Raises NotFound: a check that is hidden is not told from one that is not there.
    """
    if not check:
        return grading.bundle_version.title
    seen = Viewer.of(seat, grading.submission).seen
    for each in grading.bundle_version.described.checks:
        if each.name == check and each.visibility in seen:
            return each.title or each.name
    raise NotFound(f"{grading.bundle_version.title} has no check {check!r} that you can ask about.")


def ask(session: Session, caller: Caller, grading_id: str, check: str, text: str) -> RegradeRequest:
    """Ask that somebody look again.

    Raises NotFound, Invalid, and Conflict where it is too early or said already.
    """
    askable(session, caller, grading_id)
    decisions.lock(session, grading_id)
    session.expire_all()
    grading, seat = askable(session, caller, grading_id)
    title = title_of(grading, seat, check)
    if grading.submission.assignment.hides_scores and not seat.is_staff:
        raise Conflict(
            f"The scores of {grading.submission.assignment.title} are not out yet; ask when they are."
        )
    if grading.state is not GradingState.DONE:
        raise Conflict(f"{grading.bundle_version.title} is not graded yet; ask when it is.")
    if repository.about(session, grading.id, check) is not None:
        raise Conflict(f"You have asked about {title} already: say more in that thread.")
    request = RegradeRequest(
        assignment_id=grading.submission.assignment_id,
        submission_id=grading.submission_id,
        grading_id=grading.id,
        check_name=check,
        title=title,
    )
    session.add(request)
    remarks.say(session, seat, request, text)
    return request


def find(session: Session, caller: Caller, request_id: str) -> tuple[RegradeRequest, Seat]:
    """A request that the caller may read: their own, or any of a course whose staff they are.

    Raises NotFound for every other.
    """
    request = repository.request(session, request_id)
    if request is not None:
        submission = request.grading.submission
        seat = courses.seat_in(session, caller, submission.assignment.course)
        if seat.is_staff or submission.student_id == caller.id:
            return request, seat
    raise NotFound("You have no such request.")


def reply(session: Session, caller: Caller, request_id: str, answer: Answer) -> RegradeRequest:
    """Say something. What staff say answers it, and may give points; what the student says opens it again.

    Raises NotFound; Forbidden for a student who gives points; Conflict for a student where it is closed;
    Invalid, and whatever an override is refused for.
    """
    find(session, caller, request_id)
    _lock(session, request_id)
    session.expire_all()
    request, seat = find(session, caller, request_id)
    if answer.giving is not None:
        _give(session, seat, request, answer.giving)
        request, seat = find(session, caller, request_id)
    if request.state is RequestState.CLOSED and not seat.is_staff:
        raise Conflict("Staff have closed this request.")
    remarks.say(session, seat, request, answer.text)
    _turn(session, request, seat, RequestState.ANSWERED if seat.is_staff else RequestState.OPEN)
    return request


def close(session: Session, caller: Caller, request_id: str) -> RegradeRequest:
    """Say that a request is done with: staff, or the student who asked. Twice is as good as once."""
    find(session, caller, request_id)
    _lock(session, request_id)
    session.expire_all()
    request, seat = find(session, caller, request_id)
    if request.state is not RequestState.CLOSED:
        _turn(session, request, seat, RequestState.CLOSED)
    return request


def of_submission(session: Session, submission: Submission) -> Sequence[RegradeRequest]:
    """The requests about a submission that the caller may read already."""
    return repository.of_submission(session, submission.id)


def _give(session: Session, seat: Seat, request: RegradeRequest, giving: Giving) -> None:
    if not seat.is_staff:
        raise Forbidden("Only the course's staff give points.")
    if not request.check_name:
        raise Conflict("The request is about a whole problem: change the points of its checks, or decide it.")
    overrides.override(session, seat.caller, request.grading_id, request.check_name, giving)


def _turn(session: Session, request: RegradeRequest, seat: Seat, state: RequestState) -> None:
    was, request.state, request.changed_at = request.state, state, utc_now()
    if seat.is_staff:
        audit.note(
            session,
            seat.caller,
            f"request.{'answer' if state is RequestState.ANSWERED else 'close'}",
            request,
            course=seat.course,
            about=request.grading.submission.student,
            submission=request.submission_id,
            check=request.check_name,
            was=was,
            now=state,
        )
    session.flush()


def _lock(session: Session, request_id: str) -> None:
    session.get(RegradeRequest, request_id, with_for_update=True)
