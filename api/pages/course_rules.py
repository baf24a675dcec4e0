"""The rules of a course: whose clocks its deadlines go by, and how many slip days each student has."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.courses import service as courses
from api.courses.seat import Seat
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.inputs import CourseSlug
from api.pages.forms import FieldsDep
from api.pages.nav import course_tabs
from api.pages.site import page
from api.pages.views.setup import SetupForm
from api.policies import rules
from api.policies.days import zones

MOST_SLIP_DAYS = 366

router = APIRouter(prefix="/courses/{course}/-/setup")


@router.get("")
def show_rules(
    course: CourseSlug, caller: CallerDep, session: ReaderDep, saved: Literal["", "yes"] = ""
) -> HTMLResponse:
    """Show the course's rules to its instructors."""
    seat = courses.enter_as_instructor(session, caller, course)
    held = seat.course
    form = SetupForm(held.zone, {"zone": held.zone, "slip_days": str(held.slip_days)})
    return rules_page(seat, form, saved=bool(saved))


@router.post("")
def change_rules(course: CourseSlug, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Change them; what was typed survives a refusal."""
    form = SetupForm("UTC", {name: fields.text(name) for name in ("zone", "slip_days")})
    slip_days = form.whole("slip_days", 0, MOST_SLIP_DAYS) or 0
    if form.text("zone") not in zones():
        form.wrong["zone"] = "Name a time zone, as in America/New_York or UTC."
    with database.writing() as session:
        seat = courses.enter_as_instructor(session, caller, course)
        if form.wrong:
            return rules_page(seat, form)
        rules.change_course(session, seat, form.text("zone"), slip_days)
    return RedirectResponse(f"/courses/{course}/-/setup?saved=yes", 303)


def rules_page(seat: Seat, form: SetupForm, *, saved: bool = False) -> HTMLResponse:
    """The page of a course's rules. saved: they were changed just now."""
    return page(
        "setup/course.html",
        422 if form.wrong else 200,
        viewer=seat.caller,
        course=seat.course,
        form=form,
        saved=saved,
        rooms=course_tabs(seat, "/-/setup"),
        zones=sorted(zones()),
    )
