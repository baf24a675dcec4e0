"""The front page: the courses one is in, and their assignments."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.assignments.phase import Phase, phase_of
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, Course
from api.deps import CallerDep, ReaderDep
from api.pages.assignment import own_rows
from api.pages.site import page
from api.pages.views.row import RowView, best_of

router = APIRouter()


@dataclass(frozen=True)
class AssignmentLine:
    """An assignment in the list, with the best of one's own submissions."""

    assignment: Assignment
    phase: Phase
    best: RowView | None
    tried: bool


@dataclass(frozen=True)
class CourseList:
    """A course with its assignments."""

    course: Course
    lines: list[AssignmentLine]


@router.get("/")
def show_courses(caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show the caller's courses, their assignments, deadlines and best scores."""
    seats = courses.courses_of(session, caller)
    listed = [CourseList(seat.course, lines(session, seat)) for seat in seats]
    teaches = caller.is_admin or any(seat.is_staff for seat in seats)
    return page("home.html", viewer=caller, courses=listed, teaches=teaches)


def lines(session: Session, seat: Seat) -> list[AssignmentLine]:
    """List a course's assignments in the order in which they open."""
    found = []
    for assignment in assignments.assignments(session, seat.course.id):
        rows = own_rows(session, seat, assignment)
        found.append(AssignmentLine(assignment, phase_of(assignment, utc_now()), best_of(rows), bool(rows)))
    return found
