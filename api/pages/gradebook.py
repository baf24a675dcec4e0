"""The gradebook of a course, and the page of one student in it."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.gradebook import excusing, looking, service
from api.gradebook.book import Mark
from api.gradebook.looking import WantedDep
from api.inputs import CourseSlug, Id, Slug, Text
from api.pages.nav import course_tabs
from api.pages.site import page
from api.pages.views.table import SHOWN, Table
from api.paging import Page
from api.roster import looking as roster_looking
from api.roster import service as roster
from api.roster.people import person_of, sections_of

router = APIRouter(prefix="/courses/{course}/-/gradebook")

SIGNS = {
    Mark.WAITING: ("review", "waits for staff"),
    Mark.RUNNING: ("running", "being graded"),
    Mark.FAULT: ("fault", "our failure"),
    Mark.EXCUSED: ("later", "excused"),
    Mark.MISSING: ("", "nothing handed in"),
    Mark.ABSENT: ("", "not yet"),
}
"""Mark → the sign that stands for it, and the word."""


@router.get("")
def show_gradebook(
    course: CourseSlug,
    wanted: WantedDep,
    caller: CallerDep,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show what everybody earned to the course's staff."""
    seat = courses.enter_as_staff(session, caller, course)
    book = service.gradebook(session, seat)
    rows = looking.chosen(book, wanted)
    fields = {"q": wanted.q, "section": wanted.section}
    return page(
        "gradebook/page.html",
        viewer=caller,
        rooms=course_tabs(seat, "/-/gradebook"),
        seat=seat,
        book=book,
        rows=roster_looking.part(rows, Page(number, SHOWN)),
        table=Table(f"/courses/{course}/-/gradebook", fields, wanted.sort, len(rows), number),
        sections=sections_of([row.person for row in book.rows]),
        signs=SIGNS,
    )


@router.get("/{member}")
def show_student(course: CourseSlug, member: Id, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show how one student stands, assignment by assignment, to the course's staff."""
    seat = courses.enter_as_staff(session, caller, course)
    person = person_of(roster.find(session, seat, member))
    columns, row = service.row_for(session, seat, person)
    return page(
        "gradebook/student.html",
        viewer=caller,
        seat=seat,
        person=person,
        row=row,
        lines=list(zip(columns, row.cells, strict=True)),
        reasons=excusing.reasons_for(session, seat.course.id, person.user_id),
        signs=SIGNS,
    )


@router.post("/{member}/excuse")
def excuse(
    course: CourseSlug,
    member: Id,
    assignment: Annotated[Slug, Form()],
    caller: CallerDep,
    database: DatabaseDep,
    reason: Annotated[Text, Form()] = "",
) -> Response:
    """Excuse a student from an assignment."""
    with database.writing() as session:
        excusing.excuse(session, courses.enter(session, caller, course), assignment, member, reason)
    return RedirectResponse(f"/courses/{course}/-/gradebook/{member}", 303)


@router.post("/{member}/count")
def let_count(
    course: CourseSlug,
    member: Id,
    assignment: Annotated[Slug, Form()],
    caller: CallerDep,
    database: DatabaseDep,
) -> Response:
    """Let an assignment count again for a student."""
    with database.writing() as session:
        excusing.stop_excusing(session, courses.enter(session, caller, course), assignment, member)
    return RedirectResponse(f"/courses/{course}/-/gradebook/{member}", 303)
