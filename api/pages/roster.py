"""The roster of a course, and the page of one person on it."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.models import Role
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import Invalid
from api.inputs import CourseSlug, Id, Name
from api.pages.nav import course_tabs
from api.pages.site import page
from api.pages.views.table import SHOWN, Table
from api.paging import Page
from api.roster import looking, service
from api.roster.invitations import InvitationsDep
from api.roster.looking import WantedDep
from api.roster.people import people_of, person_of, sections_of
from api.roster.service import Terms
from api.roster.sheet import NO_EMAIL, email_of

router = APIRouter(prefix="/courses/{course}/-/roster")


class PersonForm(BaseModel):
    """A person's place in the course, as a form has it."""

    email: Name = ""
    name: Name = ""
    role: Role = Role.STUDENT
    section: Name = ""
    student_id: Name = ""


@router.get("")
def show_roster(
    course: CourseSlug,
    wanted: WantedDep,
    caller: CallerDep,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show who is in the course to its staff."""
    seat = courses.enter_as_staff(session, caller, course)
    people = people_of(session, seat.course.id)
    found = looking.chosen(people, wanted)
    fields = {"q": wanted.q, "role": wanted.role.value if wanted.role else "", "section": wanted.section}
    return page(
        "roster/page.html",
        viewer=caller,
        rooms=course_tabs(seat, "/-/roster"),
        seat=seat,
        people=looking.part(found, Page(number, SHOWN)),
        table=Table(f"/courses/{course}/-/roster", fields, wanted.sort, len(found), number),
        counts={role.value: sum(person.role is role for person in people) for role in Role},
        sections=sections_of(people),
    )


@router.post("/add")
def add_person(
    course: CourseSlug,
    form: Annotated[PersonForm, Form()],
    caller: CallerDep,
    database: DatabaseDep,
    invitations: InvitationsDep,
) -> Response:
    """Put a person on the roster; a new one's link is shown this once."""
    email = email_of(form.email)
    with database.writing() as session:
        seat = courses.enter(session, caller, course)
        if email is None:
            raise Invalid(NO_EMAIL.format(form.email[:60]))
        person = Enrolment(email, form.role, form.name, None, form.section, form.student_id)
        enrolled = service.add(session, invitations, seat, person)
        added = person_of(enrolled.member)
    if enrolled.link is None:
        return RedirectResponse(f"/courses/{course}/-/roster/{added.id}", 303)
    return page(
        "roster/added.html",
        viewer=caller,
        course=seat.course,
        person=added,
        link=invitations.link(enrolled.link),
        days=invitations.lasts.days,
    )


@router.get("/{member}")
def show_person(course: CourseSlug, member: Id, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show a person's place in the course to its instructors, who may change it."""
    seat = courses.enter_as_instructor(session, caller, course)
    held = service.find(session, seat, member)
    return page(
        "roster/person.html",
        viewer=caller,
        course=seat.course,
        person=person_of(held),
        handins=service.count_submissions(session, held),
        sections=sections_of(people_of(session, seat.course.id)),
        own=held.user_id == caller.id,
    )


@router.post("/{member}/change")
def change_person(
    course: CourseSlug,
    member: Id,
    form: Annotated[PersonForm, Form()],
    caller: CallerDep,
    database: DatabaseDep,
) -> Response:
    """Change a person's role, section or student id."""
    with database.writing() as session:
        seat = courses.enter(session, caller, course)
        service.change(session, seat, member, Terms(form.role, form.section, form.student_id))
    return RedirectResponse(f"/courses/{course}/-/roster", 303)


@router.post("/{member}/remove")
def remove_person(course: CourseSlug, member: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Take a person off the roster; what they handed in is kept."""
    with database.writing() as session:
        service.remove(session, courses.enter(session, caller, course), member)
    return RedirectResponse(f"/courses/{course}/-/roster", 303)
