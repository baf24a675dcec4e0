"""Courses."""

from fastapi import APIRouter

from api.courses import service
from api.courses.schemas import CourseRequest, CourseView
from api.courses.seat import Seat
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotSignedIn
from api.inputs import CourseSlug
from api.refusals import documented

router = APIRouter(tags=["courses"])


def _view(seat: Seat) -> CourseView:
    return CourseView(slug=seat.course.slug, title=seat.course.title, role=seat.role)


@router.get("/courses", responses=documented(NotSignedIn))
def list_courses(caller: CallerDep, database: DatabaseDep) -> list[CourseView]:
    """The courses that the caller may see."""
    with database.reading() as session:
        return [_view(seat) for seat in service.courses_of(session, caller)]


@router.post("/courses", status_code=201, responses=documented(NotSignedIn, Forbidden, Forged, Conflict))
def create_course(form: CourseRequest, caller: CallerDep, database: DatabaseDep) -> CourseView:
    """Make a course (site admins, and instructors of another course, whose own it is then)."""
    with database.writing() as session:
        course = service.create_course_as(session, caller, form.slug, form.title)
        return _view(service.seat_in(session, caller, course))


@router.get("/courses/{course}", responses=documented(NotSignedIn, NotFound))
def get_course(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> CourseView:
    """A course, and what the caller is in it."""
    with database.reading() as session:
        return _view(service.enter(session, caller, course))
