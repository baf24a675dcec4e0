"""The people of a made-up course, and what they are asked to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.assignments.service import Terms
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.blobs import BlobStore
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.models import Course, Role, User
from deploy import courses as desk
from deploy.living.names import people
from graders.assignment import Assignment

COURSE, TITLE = "deep-learning", "Deep Learning"
STAFF, STUDENTS = "staff.example.edu", "students.example.edu"
TAS = 4
LINK_LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Homework:
    """A homework of the course, and its dates."""

    assignment: Assignment
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    kit: bytes


@dataclass(frozen=True)
class Classroom:
    """Who is in the course."""

    course: Course
    instructor: Caller
    tas: tuple[Caller, ...]
    students: tuple[Caller, ...]


def enrol_class(session: Session, keys: Keys, count: int, draw: Random) -> Classroom:
    """A course with so many students and those who teach it, all of them made up."""
    course = desk.course(session, COURSE, TITLE)

    def enrolled(role: Role, number: int, domain: str) -> tuple[Caller, ...]:
        return tuple(
            caller(courses.enrol(session, keys, course, person, LINK_LASTS).member.user)
            for person in _roster(role, number, domain, draw)
        )

    (instructor,) = enrolled(Role.INSTRUCTOR, 1, STAFF)
    tas, students = enrolled(Role.TA, TAS, STAFF), enrolled(Role.STUDENT, count, STUDENTS)
    return Classroom(course, instructor, tas, students)


def _roster(role: Role, count: int, domain: str, draw: Random) -> Iterator[Enrolment]:
    """So many people; students are dealt to the sections of the TAs in turn."""
    for number, who in enumerate(islice(people(draw, domain), count)):
        if role is Role.STUDENT:
            yield Enrolment(
                who.email, role, who.name, section="ABCD"[number % TAS], student_id=f"s{30_001 + 7 * number}"
            )
        else:
            yield Enrolment(who.email, role, who.name)


def caller(user: User) -> Caller:
    """Somebody as they make a request themselves."""
    return Caller(user.id, user.email, user.name, user.is_admin)


def hand_out(session: Session, blobs: BlobStore, course: Course, homework: Homework, seed: int) -> None:
    """Put a homework into the course; its inputs are drawn from `seed`, so that reports can be kept."""
    terms = Terms(homework.opens_at, homework.due_at, homework.closes_at, homework.kit)
    assignments.install(session, blobs, course, homework.assignment, terms).seed = seed
