"""A handin's code, file by file, with what is said beside its lines."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.annotations import repository, service
from api.annotations.service import Comment, Spot
from api.comments import service as comments
from api.db.models import Submission
from api.deps import DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid, NotFound
from api.inputs import FilePath, Id
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Fields, FieldsDep
from api.pages.moving import beside
from api.pages.prose import has_maths
from api.pages.site import page
from api.pages.views.code import LINES, FileView, file_links, file_view
from api.pages.views.thread import ThreadView, place_of, thread_view
from api.submissions import service as submissions
from api.submissions.files import handin_of

router = APIRouter(prefix="/submissions/{submission}/code")
LineQuery = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("")
def show_code(submission: Id, desk: DeskDep, session: ReaderDep) -> HTMLResponse:
    """Show the first file of a handin that the assignment asks for, or the first there is."""
    found, _ = submissions.find(session, desk.caller, submission)
    held = [path for path, _ in found.files]
    wanted = [path for path in found.assignment.wanted if path in held]
    return code_page(session, desk, submission, (wanted or held)[0])


@router.get("/{path:path}")
def show_file(
    submission: Id,
    path: FilePath,
    desk: DeskDep,
    session: ReaderDep,
    part: Annotated[int, Query(ge=1, le=10_000)] = 1,
    line: LineQuery = 0,
) -> HTMLResponse:
    """Show a file, from its first line or where `line` is."""
    return code_page(session, desk, submission, path, part=-(-line // LINES) if line else part)


@router.post("/{path:path}")
def comment(
    submission: Id, path: FilePath, fields: FieldsDep, desk: DeskDep, database: DatabaseDep
) -> Response:
    """Comment on lines, perhaps keep the comment, and show it; what was typed survives a refusal."""
    try:
        spot = Spot(path, fields.number("first"), fields.number("last") or fields.number("first"))
        with database.reading() as session:
            service.measure(session, desk.blobs, desk.caller, submission, spot)
        with database.writing() as session:
            said = Comment(fields.text("text"), fields.text("saved"))
            made = service.annotate(session, desk.caller, submission, spot, said)
            if fields.text("keep"):
                found, _ = service.as_staff(session, desk.caller, submission)
                comments.keep(session, found.assignment, fields.text("keep"), said.text)
            there = place_of(made)
    except (Invalid, Conflict) as refusal:
        with database.reading() as session:
            return code_page(session, desk, submission, path, refused=(fields, refusal))
    return RedirectResponse(there, 303)


def code_page(
    session: Session,
    desk: Desk,
    submission_id: str,
    path: str,
    *,
    part: int = 1,
    refused: tuple[Fields, ApiError] | None = None,
) -> HTMLResponse:
    """The page of one file. refused: what was typed, and why it was not taken."""
    found, seat = submissions.find(session, desk.caller, submission_id)
    names = desk.namer.names(session, seat, found.assignment)
    rows = repository.of_submission(session, found.id, path) if service.may_read(found, seat) else []
    threads = [thread_view(each, seat, names, {}) for each in rows]
    counted = repository.count(session, found.id) if service.may_read(found, seat) else {}
    return page(
        "code.html",
        refused[1].status_code if refused else 200,
        viewer=desk.caller,
        is_staff=seat.is_staff,
        names=names,
        submission=found,
        files=file_links(found, counted),
        file=read(desk, found, path, part, threads),
        entered=refused[0] if refused else Fields(()),
        refusal=refused[1].detail if refused else "",
        saved=comments.listed(session, found.assignment) if seat.is_staff else [],
        maths=has_maths(voice.html for thread in threads for voice in thread.voices),
        beside=beside(session, seat, found, "/code"),
    )


def read(desk: Desk, submission: Submission, path: str, part: int, threads: list[ThreadView]) -> FileView:
    """A part of a file of the handin. Raises NotFound for a path that was not handed in."""
    data = handin_of(desk.blobs, submission).files.get(path)
    if data is None:
        raise NotFound(f"The handin has no file {path!r}.")
    return file_view(submission, path, data, part, threads)
