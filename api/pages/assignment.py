"""The page of an assignment: its deadline, where to drop a handin, what came of earlier ones, the handout."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service
from api.assignments.phase import Phase
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Assignment
from api.decisions import service as decisions
from api.decisions.service import Wanted
from api.deps import BlobsDep, CallerDep, DatabaseDep, QueueDep, ReaderDep, SettingsDep
from api.inputs import AssignmentSlug, CourseSlug
from api.pages.handout import sections
from api.pages.nav import assignment_tabs
from api.pages.site import fragment, page
from api.pages.views.own_rules import OwnRules
from api.pages.views.receipt import ReceiptView
from api.pages.views.row import RowView, best_of
from api.paging import Page
from api.submissions import service as submissions
from api.submissions.upload import TargetDep, UploadDep
from api.submissions.views import Viewer
from graders.handin import read_handin

EVERY = Page(number=1, size=1_000)
SHOWN = 50

router = APIRouter(prefix="/courses/{course}/{assignment}")


@router.get("")
def show_assignment(
    course: CourseSlug,
    assignment: AssignmentSlug,
    caller: CallerDep,
    session: ReaderDep,
    settings: SettingsDep,
    number: Annotated[int, Query(alias="page", ge=1, le=EVERY.size)] = 1,
) -> HTMLResponse:
    """Show an assignment to one of its course."""
    seat = courses.enter(session, caller, course)
    found = service.find_open(session, seat, assignment)
    rows = own_rows(session, seat, found)
    own = OwnRules.of(session, seat, found)
    return page(
        "assignment.html",
        viewer=caller,
        own=own,
        rooms=assignment_tabs(seat, found, ""),
        assignment=found,
        phase=own.phase,
        takes_handins=seat.is_staff or own.phase is not Phase.CLOSED,
        rows=rows[(number - 1) * SHOWN : number * SHOWN],
        latest=rows[0] if rows else None,
        best=best_of(rows),
        page=number,
        pages=-(-len(rows) // SHOWN),
        largest=settings.upload_bytes,
        waiting=waiting(session, seat, found),
        is_staff=seat.is_staff,
        handout=sections(found.handout),
    )


@router.post("/look")
def look(target: TargetDep, upload: UploadDep, session: ReaderDep) -> HTMLResponse:
    """Say what would be read of a file, before it counts."""
    handin = read_handin(upload.data, target.wanted)
    seat = courses.enter(session, target.caller, target.course)
    found = service.find_open(session, seat, target.assignment)
    problems = [row.bundle_version.described for row in found.problems]
    receipt = ReceiptView.preview(upload.name, handin, problems)
    return HTMLResponse(fragment("looked.html", receipt=receipt))


@router.post("/submissions")
def hand_in(
    request: Request,
    target: TargetDep,
    upload: UploadDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    queue: QueueDep,
) -> Response:
    """Take a handin and show its page, where the receipt is."""
    with database.writing() as session:
        there = f"/submissions/{submissions.submit(session, blobs, queue, target, upload).id}"
    # htmx follows a redirect in the background and would put the page where only a sentence belongs.
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": there})
    return RedirectResponse(there, 303)


def waiting(session: Session, seat: Seat, assignment: Assignment) -> int | None:
    """How much waits for the staff's decision; None where nothing ever does, and for students."""
    if not seat.is_staff or not any(row.bundle_version.by_hand for row in assignment.problems):
        return None
    return decisions.waiting(session, assignment, Wanted(), Page(1, 1))[1]


def own_rows(session: Session, seat: Seat, assignment: Assignment) -> list[RowView]:
    """List the caller's own submissions to an assignment, newest first."""
    rows, _ = submissions.listed(session, seat, assignment, seat.caller.email, EVERY)
    return [RowView.of(row, Viewer.of(seat, row)) for row in rows]
