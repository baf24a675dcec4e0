"""Grading by hand: the list of what waits, and the page where one grading is decided."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.decisions import repository, service
from api.decisions.routes import WantedDep
from api.deps import CallerDep, DatabaseDep, QueueDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid, Overtaken
from api.gradings import service as gradings
from api.headers import POLICY
from api.inputs import Id
from api.likeness import service as likeness
from api.pages.desk import Desk, DeskDep
from api.pages.nav import assignment_tabs
from api.pages.site import page
from api.pages.views.deciding import DecidingView, Entries
from api.pages.views.hand import HandView
from api.paging import Page
from api.submissions.views import Viewer

SHOWN = 50
FRAMED = {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}
"""A written answer is read beside its rubric, in a frame."""

router = APIRouter()


@router.get("/courses/{course}/{assignment}/waiting")
def show_waiting(
    place: PlaceDep,
    wanted: WantedDep,
    desk: DeskDep,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List what waits for a person, to the course's staff."""
    seat = place.as_staff(session, desk.caller)
    found = assignments.find(session, seat, place.assignment)
    rows, total = service.waiting(session, found, wanted, Page(number, SHOWN))
    return page(
        "deciding/list.html",
        viewer=desk.caller,
        rooms=assignment_tabs(seat, found, "/waiting"),
        assignment=found,
        is_instructor=seat.is_instructor,
        problems=[row for row in found.problems if row.bundle_version.by_hand],
        wanted=wanted,
        rows=rows,
        names=desk.namer.names(session, seat, found),
        total=total,
        page=number,
        pages=-(-total // SHOWN),
    )


@router.get("/gradings/{grading}")
def show_grading(grading: Id, desk: DeskDep, session: ReaderDep) -> HTMLResponse:
    """Show a grading with its proposal, its rubric and a form, to the course's staff."""
    return deciding_page(session, desk, grading)


async def get_entries(request: Request, caller: CallerDep) -> Entries:
    """What was typed into the form."""
    form = await request.form()
    return Entries.of_form({name: text for name, text in form.items() if isinstance(text, str)})


EntriesDep = Annotated[Entries, Depends(get_entries)]


@router.post("/gradings/{grading}")
def decide(grading: Id, entries: EntriesDep, desk: DeskDep, database: DatabaseDep) -> Response:
    """Take a decision and go on to the next that waits; what was typed survives a refusal."""
    try:
        with database.writing() as session:
            decided = service.decide(session, desk.caller, grading, entries.ruling())
            before, after = repository.neighbours(session, decided)
            assignment = decided.submission.assignment
            listed = f"/courses/{assignment.course.slug}/{assignment.slug}/waiting"
    except (Invalid, Overtaken) as refusal:
        with database.reading() as session:
            return deciding_page(session, desk, grading, (entries, refusal))
    onward = after or before
    return RedirectResponse(f"/gradings/{onward}" if onward else listed, 303)


@router.post("/gradings/{grading}/retry")
def grade_again(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> Response:
    """Let the machine try again what it failed at."""
    with database.writing() as session:
        gradings.retry_as(session, queue, caller, grading)
    return RedirectResponse(f"/gradings/{grading}", 303)


def deciding_page(
    session: Session, desk: Desk, grading_id: str, refused: tuple[Entries, ApiError] | None = None
) -> HTMLResponse:
    """The page of one grading. refused: what was typed, and why it was not taken."""
    grading, seat = service.find(session, desk.caller, grading_id)
    hand = HandView.of(grading, Viewer.of(seat, grading.submission))
    if hand is None:
        raise Conflict(f"{grading.bundle_version.title} is graded by the machine alone.")
    history = repository.history(session, grading.id)
    neighbours = repository.neighbours(session, grading)
    view = DecidingView.of(grading, hand, history, desk.blobs, neighbours, refused[0] if refused else None)
    answer = page(
        "deciding/page.html",
        refused[1].status_code if refused else 200,
        viewer=desk.caller,
        names=desk.namer.names(session, seat, grading.submission.assignment),
        deciding=view,
        refusal=refused[1].detail if refused else "",
        others=len(likeness.group(session, desk.caller, grading.id, "").members) - 1,
    )
    answer.headers.update(FRAMED)
    return answer
