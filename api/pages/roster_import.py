"""Importing a roster: a file or pasted lines, what they would change, and then the word to do it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api.cells import as_csv
from api.courses import service as courses
from api.courses.seat import Seat
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import Invalid, Overtaken
from api.inputs import CourseSlug
from api.pages.site import page
from api.roster import importing
from api.roster.importing import Imported, Seen
from api.roster.invitations import Invitations, InvitationsDep
from api.roster.plan import Plan
from api.roster.sheet import MOST_ROWS, text_of
from api.roster.upload import Table, TableDep

MOST = 100
"""So many people of a kind are shown before an import; the others are counted."""

router = APIRouter(prefix="/courses/{course}/-/roster/import")


@router.get("")
def show_import(course: CourseSlug, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Ask instructors for a roster."""
    seat = courses.enter_as_instructor(session, caller, course)
    return page("roster/import.html", viewer=caller, course=seat.course, most=MOST_ROWS)


async def get_seen(table: TableDep) -> Seen:
    """What the form says was seen."""
    return Seen(table.fields.get("fingerprint", ""), bool(table.fields.get("remove_missing")))


SeenDep = Annotated[Seen, Depends(get_seen)]


@router.post("/preview")
def preview(
    course: CourseSlug, table: TableDep, seen: SeenDep, caller: CallerDep, session: ReaderDep
) -> HTMLResponse:
    """Show what is wrong with the file, and what it would change."""
    seat = courses.enter_as_instructor(session, caller, course)
    return _preview(seat, table, importing.preview(session, seat, table.data, removes=seen.removes))


@router.post("/confirm")
def confirm(
    course: CourseSlug,
    table: TableDep,
    seen: SeenDep,
    caller: CallerDep,
    database: DatabaseDep,
    invitations: InvitationsDep,
) -> HTMLResponse:
    """Do what was shown; where the roster was changed meanwhile, show what it would be now."""
    try:
        with database.writing() as session:
            seat = courses.enter(session, caller, course)
            imported = importing.confirm(session, invitations, seat, table.data, seen)
    except (Invalid, Overtaken) as refusal:
        with database.reading() as session:
            seat = courses.enter(session, caller, course)
            plan = importing.preview(session, seat, table.data, removes=seen.removes)
        return _preview(seat, table, plan, refusal)
    return _done(seat, imported, invitations)


def _preview(
    seat: Seat, table: Table, plan: Plan, refusal: Invalid | Overtaken | None = None
) -> HTMLResponse:
    return page(
        "roster/preview.html",
        refusal.status_code if refusal else 200,
        viewer=seat.caller,
        course=seat.course,
        plan=plan,
        text=text_of(table.data),
        most=MOST,
        refusal=refusal.detail if refusal and not plan.complaints else "",
    )


def _done(seat: Seat, imported: Imported, invitations: Invitations) -> HTMLResponse:
    welcomes = [(each.email, each.name, invitations.link(each.link)) for each in imported.welcomes]
    return page(
        "roster/done.html",
        viewer=seat.caller,
        course=seat.course,
        plan=imported.plan,
        welcomes=welcomes,
        links=as_csv([("email", "name", "link"), *welcomes]),
        days=invitations.lasts.days,
    )
