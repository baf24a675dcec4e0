"""The front page: the courses one is in, and their assignments."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.courses import service as courses
from api.db.models import Course
from api.deps import CallerDep, ReaderDep
from api.pages.site import page
from api.pages.views.outline import AssignmentLine, outline_of
from api.pages.views.own_rules import slip_days_left

router = APIRouter()


@dataclass(frozen=True)
class CourseList:
    """A course with its assignments. slip_days: those left to a student, and how many they had."""

    course: Course
    lines: Sequence[AssignmentLine]
    slip_days: tuple[int, int] | None


@router.get("/")
def show_courses(caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show the caller's courses, their assignments, deadlines and best scores."""
    seats = courses.courses_of(session, caller)
    outline = outline_of(session, seats)
    left = slip_days_left(session, {seat.course.id: seat for seat in seats})
    return page(
        "home.html",
        viewer=caller,
        courses=[
            CourseList(seat.course, outline[seat.course.id], left.get(seat.course.id)) for seat in seats
        ],
        teaches=caller.is_admin or any(seat.is_staff for seat in seats),
        may_create=caller.is_admin or any(seat.is_instructor for seat in seats),
    )
