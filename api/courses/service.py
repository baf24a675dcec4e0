"""Courses, and who is what in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import repository as accounts
from api.auth import service as auth
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.auth.passwords import hash_password
from api.courses import repository
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Course, Member, Role, User
from api.errors import Conflict, Forbidden, NotFound


@dataclass(frozen=True)
class Enrolment:
    """A person to put on a roster. password: chosen for them, which only a site admin may do.

    section, student_id: None leaves what the roster says already; "" takes it away.
    """

    email: str
    role: Role
    name: str = ""
    password: str | None = None
    section: str | None = None
    student_id: str | None = None


@dataclass(frozen=True)
class Enrolled:
    """Who was put on a roster; link: the token by which a new person chooses a password."""

    member: Member
    link: str | None


def enter(session: Session, caller: Caller, slug: str) -> Seat:
    """The caller's place in a course. Raises NotFound, also for one they may not know of."""
    course, held = repository.course_and_member(session, slug, caller.id)
    if course is None or (held is None and not caller.is_admin):
        raise NotFound(f"You are in no course {slug!r}.")
    return Seat(course, caller, held.role if held else None)


def enter_as_staff(session: Session, caller: Caller, slug: str) -> Seat:
    """Like `enter`; raises Forbidden for a student."""
    seat = enter(session, caller, slug)
    if not seat.is_staff:
        raise Forbidden("Only the course's staff may see this.")
    return seat


def enter_as_instructor(session: Session, caller: Caller, slug: str) -> Seat:
    """Like `enter`; raises Forbidden for all but the course's instructors and site admins."""
    seat = enter(session, caller, slug)
    if not seat.is_instructor:
        raise Forbidden("Only the course's instructors may do this.")
    return seat


def seat_in(session: Session, caller: Caller, course: Course) -> Seat:
    """The caller's place in a course that they may have no place in."""
    held = repository.member(session, course.id, caller.id)
    return Seat(course, caller, held.role if held else None)


def places_of(session: Session, caller: Caller) -> Sequence[Member]:
    """The rosters that the caller is on."""
    return repository.places(session, caller.id)


def courses_of(session: Session, caller: Caller) -> list[Seat]:
    """The courses that the caller may see, by slug: their own, or every one for a site admin."""
    roles = {place.course.id: place for place in places_of(session, caller)}
    courses = (
        repository.all_courses(session) if caller.is_admin else [place.course for place in roles.values()]
    )
    return [Seat(course, caller, roles[course.id].role if course.id in roles else None) for course in courses]


def may_create(session: Session, caller: Caller) -> bool:
    """Whether the caller may make courses: site admins, and whoever teaches one already."""
    return caller.is_admin or repository.is_instructor_anywhere(session, caller.id)


def create_course_as(session: Session, caller: Caller, slug: str, title: str) -> Course:
    """Like `create_course`, for a caller, who becomes its instructor unless they see every course anyway.

    Raises Forbidden for all but site admins and instructors.
    """
    if not may_create(session, caller):
        raise Forbidden("Only a site admin, or an instructor of another course, may make a course.")
    course = create_course(session, slug, title)
    if not caller.is_admin:
        session.add(Member(course_id=course.id, user_id=caller.id, role=Role.INSTRUCTOR, section=""))
        session.flush()
    audit.note(session, caller, "course.create", course, course=course, slug=slug, title=title)
    return course


def create_course(session: Session, slug: str, title: str) -> Course:
    """A course with an empty roster. Raises Conflict where the slug is taken."""
    if repository.course_by_slug(session, slug) is not None:
        raise Conflict(f"There is a course {slug!r} already.")
    course = Course(slug=slug, title=title)
    session.add(course)
    session.flush()
    return course


def enrol(session: Session, keys: Keys, course: Course, person: Enrolment, lasts: timedelta) -> Enrolled:
    """Put a person on the roster, or change their role there; an unknown e-mail makes an account.

    A new account without a chosen password gets a link, valid for `lasts`, to choose one.
    """
    user = accounts.user_by_email(session, person.email)
    link = None
    if user is None:
        user = auth.create_user(session, person.email, person.name)
        if person.password is not None:
            user.password_hash = hash_password(person.password)
        else:
            link = auth.create_link(session, keys, user, utc_now() + lasts)
    return Enrolled(_seat(session, course, user, person), link)


def _seat(session: Session, course: Course, user: User, person: Enrolment) -> Member:
    held = repository.member(session, course.id, user.id)
    if held is None:
        held = Member(course=course, user=user, section="")
        session.add(held)
    held.role = person.role
    if person.section is not None:
        held.section = person.section
    if person.student_id is not None:
        held.student_id = person.student_id or None
    session.flush()
    return held
