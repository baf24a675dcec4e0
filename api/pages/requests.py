"""A request for a regrade: talked about, answered with points, closed; and the list of an assignment's."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.courses.seat import Seat
from api.db.models import RegradeRequest, RequestState
from api.deps import DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid, Overtaken
from api.inputs import Id
from api.overrides import repository as overrides
from api.overrides import service as overriding
from api.overrides.service import Giving, Subject
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Fields, FieldsDep
from api.pages.nav import assignment_tabs
from api.pages.prose import has_maths
from api.pages.site import page
from api.pages.views.deciding import as_number
from api.pages.views.said import Badge
from api.pages.views.submission import problem_view
from api.pages.views.thread import voices
from api.paging import Page
from api.requests import repository, service
from api.requests.service import Answer
from api.submissions.views import Viewer

SHOWN = 50
router = APIRouter()


@router.get("/courses/{course}/{assignment}/requests")
def show_requests(
    place: PlaceDep,
    desk: DeskDep,
    session: ReaderDep,
    state: Annotated[RequestState | None, Query()] = RequestState.OPEN,
    every: bool = False,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List what students ask, those that have waited longest first, to the course's staff."""
    seat = place.as_staff(session, desk.caller)
    found = assignments.find(session, seat, place.assignment)
    wanted = None if every else state
    rows, total = repository.of_assignment(session, found.id, wanted, Page(number, SHOWN))
    stranded, lost = overrides.with_stranded(session, found.id, Page(1, SHOWN))
    return page(
        "requests/list.html",
        viewer=desk.caller,
        rooms=assignment_tabs(seat, found, "/requests"),
        assignment=found,
        names=desk.namer.names(session, seat, found),
        rows=[(row, Badge.of(row)) for row in rows],
        counted=repository.count(session, found.id),
        state=wanted,
        page=number,
        pages=-(-total // SHOWN),
        stranded=stranded,
        lost=lost,
    )


@router.get("/requests/{request}")
def show_request(request: Id, desk: DeskDep, session: ReaderDep) -> HTMLResponse:
    """Show a request with its thread, to its student and the course's staff."""
    return request_page(session, desk, request)


@router.post("/requests/{request}")
def answer(request: Id, fields: FieldsDep, desk: DeskDep, database: DatabaseDep) -> Response:
    """Say something, perhaps with points, or close the request; what was typed survives a refusal."""
    try:
        with database.writing() as session:
            if fields.text("act") == "close":
                service.close(session, desk.caller, request)
            else:
                service.reply(session, desk.caller, request, answer_of(fields))
    except (Invalid, Conflict, Overtaken) as refusal:
        with database.reading() as session:
            return request_page(session, desk, request, (fields, refusal))
    return RedirectResponse(f"/requests/{request}", 303)


def answer_of(fields: Fields) -> Answer:
    """What is meant: points only where some were typed. Raises Invalid for points that are no number."""
    text, earned = fields.text("text"), fields.text("earned")
    return Answer(text, Giving(fields.text("revision"), as_number(earned), text) if earned else None)


def request_page(
    session: Session, desk: Desk, request_id: str, refused: tuple[Fields, ApiError] | None = None
) -> HTMLResponse:
    """The page of one request. refused: what was typed, and why it was not taken."""
    found, seat = service.find(session, desk.caller, request_id)
    grading = found.grading
    names = desk.namer.names(session, seat, grading.submission.assignment)
    problem = problem_view(grading, Viewer.of(seat, grading.submission))
    said = voices(found.remarks, seat, names)
    return page(
        "requests/page.html",
        refused[1].status_code if refused else 200,
        viewer=desk.caller,
        is_staff=seat.is_staff,
        names=names,
        request=found,
        badge=Badge.of(found),
        submission=grading.submission,
        problem=problem,
        check=next((each for each in problem.checks if each.name and each.name == found.check_name), None),
        voices=said,
        maths=has_maths(voice.html for voice in said),
        subject=subject_of(session, desk, seat, found),
        entered=refused[0] if refused else Fields(()),
        refusal=refused[1].detail if refused else "",
    )


def subject_of(session: Session, desk: Desk, seat: Seat, request: RegradeRequest) -> Subject | None:
    """The check whose points staff may change with their answer; None where they are changed elsewhere."""
    grading = request.grading
    if not seat.is_staff or not request.check_name or grading.bundle_version.by_hand or grading.is_decided:
        return None
    return overriding.look(session, desk.caller, grading.id, request.check_name)[0]
