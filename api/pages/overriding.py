"""The page where staff change the points of one check."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.deps import DatabaseDep, ReaderDep
from api.errors import ApiError, Invalid, Overtaken
from api.inputs import Id
from api.likeness import repository as likeness
from api.overrides import service
from api.overrides.routes import CheckName
from api.overrides.service import Giving
from api.overrides.views import staff_override
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Fields, FieldsDep
from api.pages.phrases import points
from api.pages.site import page
from api.pages.views.deciding import as_number
from api.pages.views.submission import problem_view
from api.submissions.views import Viewer

router = APIRouter(prefix="/gradings/{grading}/checks/{check}")


@router.get("")
def show_check(grading: Id, check: CheckName, desk: DeskDep, session: ReaderDep) -> HTMLResponse:
    """Show a check with what the machine found, and a form for other points, to the course's staff."""
    return overriding_page(session, desk, grading, check)


@router.post("")
def override(
    grading: Id, check: CheckName, fields: FieldsDep, desk: DeskDep, database: DatabaseDep
) -> Response:
    """Change a check's points, or withdraw that, and go back to the submission."""
    try:
        with database.writing() as session:
            subject = service.override(session, desk.caller, grading, check, giving_of(fields))
            there = f"/submissions/{subject.grading.submission_id}"
            slug = subject.grading.bundle_version.problem.slug
    except (Invalid, Overtaken) as refusal:
        with database.reading() as session:
            return overriding_page(session, desk, grading, check, (fields, refusal))
    return RedirectResponse(f"{there}#problem-{slug}", 303)


def giving_of(fields: Fields) -> Giving:
    """The override that is meant. Raises Invalid for points that are no number."""
    if fields.text("act") == "withdraw":
        return Giving(fields.text("revision"), None, fields.text("reason"))
    if not fields.text("earned"):
        raise Invalid("Say how many points the check earns.")
    return Giving(fields.text("revision"), as_number(fields.text("earned")), fields.text("reason"))


def overriding_page(
    session: Session, desk: Desk, grading_id: str, check: str, refused: tuple[Fields, ApiError] | None = None
) -> HTMLResponse:
    """The page of one check. refused: what was typed, and why it was not taken."""
    subject, seat = service.look(session, desk.caller, grading_id, check)
    grading = subject.grading
    problem = problem_view(grading, Viewer.of(seat, grading.submission))
    held = subject.earned if subject.earned is not None else 0.0
    return page(
        "overriding.html",
        refused[1].status_code if refused else 200,
        viewer=desk.caller,
        names=desk.namer.names(session, seat, grading.submission.assignment),
        subject=subject,
        submission=grading.submission,
        problem=problem,
        shown=next((each for each in problem.checks if each.name == check), None),
        earned=refused[0].text("earned") if refused else points(held),
        reason=refused[0].text("reason") if refused else (subject.held.reason if subject.held else ""),
        history=[staff_override(row) for row in reversed(subject.rows)],
        refusal=refused[1].detail if refused else "",
        others=max(0, len(likeness.check_alike(session, grading, check)) - 1),
    )
