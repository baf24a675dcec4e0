"""The comments that an assignment's staff keep to say again."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.assignments.place import Place, PlaceDep
from api.auth.caller import Caller
from api.comments import service
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid
from api.pages.forms import Fields, FieldsDep
from api.pages.nav import assignment_tabs
from api.pages.prose import has_maths, prose
from api.pages.site import page

router = APIRouter(prefix="/courses/{course}/{assignment}/comments")


@router.get("")
def show_comments(place: PlaceDep, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show the saved comments of an assignment, those that are said most first."""
    return comments_page(session, caller, place)


@router.post("")
def change_comments(place: PlaceDep, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Keep a comment, or keep one no longer; what was typed survives a refusal."""
    try:
        with database.writing() as session:
            found = assignments.find(session, place.as_staff(session, caller), place.assignment)
            if fields.text("delete"):
                service.remove(session, found, fields.text("delete"))
            else:
                service.keep(session, found, fields.text("name"), fields.text("text"))
    except (Invalid, Conflict) as refusal:
        with database.reading() as session:
            return comments_page(session, caller, place, (fields, refusal))
    return RedirectResponse(f"/courses/{place.course}/{place.assignment}/comments", 303)


def comments_page(
    session: Session, caller: Caller, place: Place, refused: tuple[Fields, ApiError] | None = None
) -> HTMLResponse:
    """The page. refused: what was typed, and why it was not taken."""
    seat = place.as_staff(session, caller)
    found = assignments.find(session, seat, place.assignment)
    rows = [(row, prose(row.text)) for row in service.listed(session, found)]
    return page(
        "comments.html",
        refused[1].status_code if refused else 200,
        viewer=caller,
        rooms=assignment_tabs(seat, found, "/comments"),
        assignment=found,
        rows=rows,
        maths=has_maths(html for _, html in rows),
        entered=refused[0] if refused else Fields(()),
        refusal=refused[1].detail if refused else "",
    )
