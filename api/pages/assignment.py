"""The page of an assignment: its deadline, where to drop a handin, what came of earlier ones, the handout."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service
from api.assignments.phase import Phase
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Assignment
from api.decisions import service as decisions
from api.decisions.service import Wanted as Waiting
from api.deps import BlobsDep, CallerDep, DatabaseDep, QueueDep, ReaderDep, SettingsDep
from api.errors import NotFound
from api.inputs import AssignmentSlug, CourseSlug
from api.pages.handout import sections
from api.pages.nav import assignment_tabs
from api.pages.site import fragment, page
from api.pages.views.own_rules import OwnRules
from api.pages.views.receipt import ReceiptView
from api.pages.views.row import RowView, best_of
from api.paging import Page
from api.policies.extending import find_student
from api.submissions import service as submissions
from api.submissions.upload import TargetDep, UploadDep
from api.submissions.views import Viewer
from graders.handin import read_handin

EVERY = Page(number=1, size=1_000)
SHOWN = 50

router = APIRouter(prefix="/courses/{course}/{assignment}")


@dataclass(frozen=True)
class Wanted:
    """What of an assignment is asked for. student: the e-mail of whom staff would hand in for, as typed."""

    number: int
    as_student: bool
    student: str


async def get_wanted(
    number: Annotated[int, Query(alias="page", ge=1, le=EVERY.size)] = 1,
    seen_as: Annotated[Literal["", "student"], Query(alias="as")] = "",
    student: Annotated[str, Query(alias="for", max_length=254)] = "",
) -> Wanted:
    """What the address asks for."""
    return Wanted(number, seen_as == "student", student)


WantedDep = Annotated[Wanted, Depends(get_wanted)]


@dataclass(frozen=True)
class Behalf:
    """Whom staff hand in for. student: "" for nobody else; typed, wrong: who there is not."""

    student: str = ""
    typed: str = ""
    wrong: str = ""

    @classmethod
    def of(cls, session: Session, seat: Seat, typed: str) -> "Behalf":
        """Look for the student of this e-mail."""
        if not typed.strip():
            return cls()
        try:
            return cls(find_student(session, seat, typed.strip().lower()).email)
        except NotFound as unknown:
            return cls("", typed, unknown.detail)


@router.get("")
def show_assignment(
    course: CourseSlug,
    assignment: AssignmentSlug,
    caller: CallerDep,
    session: ReaderDep,
    settings: SettingsDep,
    wanted: WantedDep,
) -> HTMLResponse:
    """Show an assignment to one of its course; to staff as a student sees it, if they ask for that."""
    seat = courses.enter(session, caller, course)
    found = service.find_open(session, seat, assignment)
    is_staff = seat.is_staff and not wanted.as_student
    rows = [] if wanted.as_student and seat.is_staff else own_rows(session, seat, found)
    own = OwnRules.of(session, seat, found)
    number = wanted.number
    return page(
        "assignment.html",
        viewer=caller,
        own=own,
        rooms=assignment_tabs(seat, found, "") if is_staff else [],
        previews=seat.is_staff and wanted.as_student,
        behalf=Behalf.of(session, seat, wanted.student) if is_staff else Behalf(),
        assignment=found,
        phase=own.phase,
        takes_handins=is_staff or own.phase is not Phase.CLOSED,
        rows=rows[(number - 1) * SHOWN : number * SHOWN],
        latest=rows[0] if rows else None,
        best=best_of(rows),
        page=number,
        pages=-(-len(rows) // SHOWN),
        largest=settings.upload_bytes,
        waiting=waiting(session, seat, found) if is_staff else None,
        is_staff=is_staff,
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
    return decisions.waiting(session, assignment, Waiting(), Page(1, 1))[1]


def own_rows(session: Session, seat: Seat, assignment: Assignment) -> list[RowView]:
    """List the caller's own submissions to an assignment, newest first."""
    rows, _ = submissions.listed(session, seat, assignment, seat.caller.email, EVERY)
    return [RowView.of(row, Viewer.of(seat, row)) for row in rows]
