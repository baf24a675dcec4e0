"""Where a student asks for a regrade."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.db.models import Grading
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid, NotFound
from api.inputs import Id
from api.pages.forms import Fields, FieldsDep
from api.pages.site import page
from api.pages.views.submission import problem_view
from api.requests import repository, service
from api.submissions import service as submissions
from api.submissions.views import Viewer

NameQuery = Annotated[str, Query(max_length=200)]

router = APIRouter(prefix="/submissions/{submission}/ask")


@router.get("")
def show_asking(
    submission: Id, caller: CallerDep, session: ReaderDep, problem: NameQuery, check: NameQuery = ""
) -> Response:
    """Show a form to ask for a regrade or, where that was done, what came of it."""
    grading = grading_of(session, caller, submission, problem)
    known = repository.about(session, grading.id, check)
    if known is not None:
        return RedirectResponse(f"/requests/{known.id}", 303)
    return asking_page(session, caller, grading, check)


@router.post("")
def ask(submission: Id, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Ask for a regrade, and show the request; what was typed survives a refusal."""
    problem, check = fields.text("problem"), fields.text("check")
    try:
        with database.writing() as session:
            grading = grading_of(session, caller, submission, problem)
            made = service.ask(session, caller, grading.id, check, fields.text("text"))
            there = f"/requests/{made.id}"
    except (Invalid, Conflict) as refusal:
        with database.reading() as session:
            grading = grading_of(session, caller, submission, problem)
            return asking_page(session, caller, grading, check, (fields, refusal))
    return RedirectResponse(there, 303)


def grading_of(session: Session, caller: Caller, submission_id: str, problem: str) -> Grading:
    """A problem of the caller's own submission. Raises NotFound."""
    found, _ = submissions.find(session, caller, submission_id)
    for grading in found.gradings:
        if grading.bundle_version.problem.slug == problem and found.student_id == caller.id:
            return grading
    raise NotFound("You have no such grading.")


def asking_page(
    session: Session,
    caller: Caller,
    grading: Grading,
    check: str,
    refused: tuple[Fields, ApiError] | None = None,
) -> HTMLResponse:
    """The form. refused: what was typed, and why it was not taken."""
    found, seat = service.askable(session, caller, grading.id)
    problem = problem_view(found, Viewer.of(seat, found.submission))
    return page(
        "requests/ask.html",
        refused[1].status_code if refused else 200,
        viewer=caller,
        submission=found.submission,
        problem=problem,
        title=service.title_of(found, seat, check),
        check=check,
        shown=next((each for each in problem.checks if check and each.name == check), None),
        text=refused[0].text("text") if refused else "",
        refusal=refused[1].detail if refused else "",
    )
