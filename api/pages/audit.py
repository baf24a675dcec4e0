"""Who did what: in a course, for its instructors; on the whole site, for its admins."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from sqlalchemy.orm import Session

from api.audit import repository
from api.audit.looking import SoughtDep, as_csv, of_course, of_site
from api.audit.repository import Sought
from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.inputs import CourseSlug
from api.pages.nav import course_tabs, site_tabs
from api.pages.site import page
from api.paging import Page

SHOWN = 50
FILTERS = ("person", "action", "subject", "since", "until")
NumberDep = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]

router = APIRouter()


@router.get("/courses/{course}/-/audit")
def show_course_audit(
    request: Request,
    course: CourseSlug,
    sought: SoughtDep,
    caller: CallerDep,
    session: ReaderDep,
    number: NumberDep = 1,
) -> HTMLResponse:
    """Show what was done in a course, to its instructors."""
    wanted = of_course(session, caller, course, sought)
    seat = courses.enter(session, caller, course)
    told = {"course": seat.course, "rooms": course_tabs(seat, "/-/audit"), "viewer": caller}
    return _page(request, session, wanted, number, **told)


@router.get("/courses/{course}/-/audit.csv")
def save_course_audit(
    course: CourseSlug, sought: SoughtDep, caller: CallerDep, database: DatabaseDep
) -> StreamingResponse:
    """Save it as a file for spreadsheets."""
    with database.reading() as session:
        wanted = of_course(session, caller, course, sought)
    return as_csv(database, wanted, f"audit-{course}.csv")


@router.get("/admin/audit")
def show_audit(
    request: Request, sought: SoughtDep, caller: CallerDep, session: ReaderDep, number: NumberDep = 1
) -> HTMLResponse:
    """Show what was done on the whole site, to site admins."""
    wanted = of_site(caller, sought)
    rooms = site_tabs(caller, "/admin/audit")
    return _page(request, session, wanted, number, course=None, rooms=rooms, viewer=caller)


@router.get("/admin/audit.csv")
def save_audit(sought: SoughtDep, caller: CallerDep, database: DatabaseDep) -> StreamingResponse:
    """Save it as a file for spreadsheets."""
    return as_csv(database, of_site(caller, sought), "audit.csv")


def _page(request: Request, session: Session, sought: Sought, number: int, **told: Any) -> HTMLResponse:
    rows, total = repository.entries(session, sought, Page(number, SHOWN))
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    return page(
        "audit/page.html",
        here=request.url.path,
        query=urlencode({name: value for name, value in asked.items() if value}),
        since=asked["since"],
        until=asked["until"],
        sought=sought,
        actions=repository.actions(session, sought.course_id),
        rows=rows,
        total=total,
        page=number,
        pages=-(-total // SHOWN),
        **told,
    )
