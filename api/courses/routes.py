"""Courses and rosters."""

from datetime import timedelta

from fastapi import APIRouter

from api.courses import repository, service
from api.courses.schemas import CourseRequest, CourseView, MemberRequest, MemberView, NewMember
from api.courses.seat import Seat
from api.courses.service import Enrolment
from api.db.models import Member
from api.deps import CallerDep, DatabaseDep, KeysDep, SettingsDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotSignedIn
from api.inputs import CourseSlug
from api.paging import PagerDep
from api.refusals import documented

router = APIRouter(tags=["courses"])


def _view(seat: Seat) -> CourseView:
    return CourseView(slug=seat.course.slug, title=seat.course.title, role=seat.role)


def _member(member: Member) -> MemberView:
    user = member.user
    return MemberView(email=user.email, name=user.name, role=member.role, since=member.created_at)


@router.get("/courses", responses=documented(NotSignedIn))
def list_courses(caller: CallerDep, database: DatabaseDep) -> list[CourseView]:
    """The courses that the caller may see."""
    with database.reading() as session:
        return [_view(seat) for seat in service.courses_of(session, caller)]


@router.post("/courses", status_code=201, responses=documented(NotSignedIn, Forbidden, Forged, Conflict))
def create_course(form: CourseRequest, caller: CallerDep, database: DatabaseDep) -> CourseView:
    """Make a course (site admins only)."""
    with database.writing() as session:
        course = service.create_course_as(session, caller, form.slug, form.title)
        return _view(service.seat_in(session, caller, course))


@router.get("/courses/{course}", responses=documented(NotSignedIn, NotFound))
def get_course(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> CourseView:
    """A course, and what the caller is in it."""
    with database.reading() as session:
        return _view(service.enter(session, caller, course))


@router.get("/courses/{course}/roster", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_roster(
    course: CourseSlug, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[MemberView]:
    """Who is in the course, by e-mail (staff only)."""
    with database.reading() as session:
        seat = service.enter_as_staff(session, caller, course)
        members, total = repository.roster(session, seat.course.id, pager.page)
    pager.tell(total)
    return [_member(member) for member in members]


@router.post(
    "/courses/{course}/roster",
    status_code=201,
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound),
)
def enrol(
    course: CourseSlug,
    form: MemberRequest,
    caller: CallerDep,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
) -> NewMember:
    """Put a person on the roster, or change their role there (instructors only)."""
    person = Enrolment(form.email, form.role, form.name, form.password)
    with database.writing() as session:
        seat = service.enter(session, caller, course)
        enrolled = service.enrol_as(session, keys, seat, person, timedelta(days=settings.link_days))
        return NewMember(**_member(enrolled.member).model_dump(), password_token=enrolled.link)
