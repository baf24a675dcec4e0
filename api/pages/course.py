"""The page of a course, and the one that makes a course."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.courses import repository, service
from api.db.models import Role
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import Conflict, Forbidden
from api.gradebook import excusing
from api.inputs import CourseSlug, Line, Slug
from api.pages.nav import course_tabs
from api.pages.site import page
from api.pages.views.outline import next_due, outline_of
from api.roster.people import people_of
from api.submissions import repository as submissions

router = APIRouter()


@router.get("/courses/{course}")
def show_course(course: CourseSlug, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show a course's assignments: to members with what they handed in, to staff with how many did."""
    seat = service.enter(session, caller, course)
    lines = outline_of(session, [seat])[seat.course.id]
    ids = [line.assignment.id for line in lines]
    members = people_of(session, seat.course.id, Role.INSTRUCTOR, Role.TA)
    return page(
        "course/page.html",
        viewer=caller,
        rooms=course_tabs(seat, ""),
        seat=seat,
        lines=lines,
        next=next_due(lines),
        teachers=[person for role in (Role.INSTRUCTOR, Role.TA) for person in members if person.role is role],
        excused=excusing.reasons_for(session, seat.course.id, caller.id),
        students=repository.count_members(session, seat.course.id)[Role.STUDENT] if seat.is_staff else 0,
        handed_in=submissions.count_students(session, ids) if seat.is_staff else {},
    )


@router.get("/new-course")
def show_new_course(caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Ask for a course's title and address."""
    if not service.may_create(session, caller):
        raise Forbidden("Only a site admin, or an instructor of another course, may make a course.")
    return page("course/new.html", viewer=caller, refusal="", slug="", title="")


class CourseForm(BaseModel):
    """A course to make, as a form has it."""

    slug: Slug
    title: Line


@router.post("/new-course")
def create_course(form: Annotated[CourseForm, Form()], caller: CallerDep, database: DatabaseDep) -> Response:
    """Make a course and go on to its roster; what was typed survives a refusal."""
    try:
        with database.writing() as session:
            service.create_course_as(session, caller, form.slug, form.title)
    except Conflict as refusal:
        return page(
            "course/new.html",
            refusal.status_code,
            viewer=caller,
            refusal=refusal.detail,
            slug=form.slug,
            title=form.title,
        )
    return RedirectResponse(f"/courses/{form.slug}/-/roster", 303)
