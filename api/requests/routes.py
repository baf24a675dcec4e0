"""Requests for a regrade."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.auth.scopes import Scope, require
from api.db.models import RequestState
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import Id
from api.overrides.service import Giving
from api.paging import PagerDep
from api.refusals import documented
from api.requests import repository, service
from api.requests.schemas import AnswerRequest, AskRequest, RequestSummary, RequestView
from api.requests.service import Answer
from api.requests.views import summary_of, view_of
from api.submissions import service as submissions

router = APIRouter(tags=["requests for a regrade"])
StateQuery = Annotated[RequestState | None, Query(description="Only those in this state.")]


@router.post(
    "/gradings/{grading}/requests",
    status_code=201,
    responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid),
)
def ask_for_regrade(
    grading: Id, form: AskRequest, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> RequestView:
    """Ask that staff look again at a check or a problem of one's own, once."""
    with database.writing() as session:
        made = service.ask(session, caller, grading, form.check, form.text)
        found, seat = service.find(session, caller, made.id)
        return view_of(found, seat, namer.names(session, seat, found.grading.submission.assignment))


@router.get(
    "/courses/{course}/assignments/{assignment}/requests",
    responses=documented(NotSignedIn, Forbidden, NotFound),
)
def list_requests(
    place: PlaceDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
    state: StateQuery = None,
) -> list[RequestSummary]:
    """The requests of an assignment, those that have waited longest first (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        names = namer.names(session, seat, found)
        rows, total = repository.of_assignment(session, found.id, state, pager.page)
        pager.tell(total)
        return [summary_of(row, names) for row in rows]


@router.get("/submissions/{submission}/requests", responses=documented(NotSignedIn, NotFound))
def list_own_requests(
    submission: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> list[RequestView]:
    """The requests about a submission, for its owner and the course's staff."""
    with database.reading() as session:
        found, seat = submissions.find(session, caller, submission)
        names = namer.names(session, seat, found.assignment)
        return [view_of(each, seat, names) for each in service.of_submission(session, found)]


@router.get("/requests/{request}", responses=documented(NotSignedIn, NotFound))
def get_request(request: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep) -> RequestView:
    """A request with its thread, for its student and the course's staff."""
    with database.reading() as session:
        found, seat = service.find(session, caller, request)
        return view_of(found, seat, namer.names(session, seat, found.grading.submission.assignment))


@router.post(
    "/requests/{request}/remarks",
    status_code=201,
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict, Invalid),
)
def answer_request(
    request: Id, form: AnswerRequest, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> RequestView:
    """Say something.

    What staff say answers the request, and may override the check; a student's opens it again.
    """
    giving = None
    if form.override is not None:
        # The route itself asks for less, since students answer by it too.
        require(caller, Scope.GRADE)
        reason = form.override.reason or form.text
        giving = Giving(form.override.revision, form.override.earned, reason)
    with database.writing() as session:
        service.reply(session, caller, request, Answer(form.text, giving))
        found, seat = service.find(session, caller, request)
        return view_of(found, seat, namer.names(session, seat, found.grading.submission.assignment))


@router.post("/requests/{request}/close", responses=documented(NotSignedIn, Forged, NotFound))
def close_request(request: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep) -> RequestView:
    """Say that a request is done with: staff, or the student who asked."""
    with database.writing() as session:
        service.close(session, caller, request)
        found, seat = service.find(session, caller, request)
        return view_of(found, seat, namer.names(session, seat, found.grading.submission.assignment))
