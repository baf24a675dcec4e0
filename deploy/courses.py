"""What an operator sets up from the command line: accounts, courses, assignments with their starter kits."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.auth import repository as accounts
from api.auth import service as auth
from api.auth.keys import Keys
from api.auth.passwords import hash_password
from api.blobs import BlobStore
from api.courses import repository as course_rows
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.models import Course, Role, User
from api.db.session import Database
from graders.assignment import Assignment
from graders.box import Sandbox
from graders.kit import build_kit, public_cases


@dataclass(frozen=True)
class SignIn:
    """An e-mail address and the password that was drawn for it."""

    email: str
    password: str


def first_admin(database: Database, email: str) -> SignIn | None:
    """Make a site administrator where the server has no accounts at all; None where it has some."""
    with database.writing() as session:
        if accounts.any_user(session):
            return None
        user = auth.create_user(session, email, "Administrator", is_admin=True)
        password = secrets.token_urlsafe(12)
        user.password_hash = hash_password(password)
    return SignIn(email, password)


def course(session: Session, slug: str, title: str = "") -> Course:
    """The course of this slug, made if there is none."""
    return course_rows.course_by_slug(session, slug) or courses.create_course(session, slug, title or slug)


def enrol(session: Session, keys: Keys, course: Course, email: str, name: str, role: Role) -> SignIn:
    """A person on the roster, with a password drawn for them if the account is new."""
    password = secrets.token_urlsafe(9)
    person = Enrolment(email, role, name, password)
    courses.enrol(session, keys, course, person, timedelta(days=14))
    return SignIn(email, password)


def sign_in(session: Session, email: str) -> SignIn:
    """A new password for somebody whose account is there."""
    password = secrets.token_urlsafe(9)
    user(session, email).password_hash = hash_password(password)
    return SignIn(email, password)


def starter_kit(homework: Assignment, sandbox: Sandbox) -> bytes:
    """The kit that students download; its stored results come from the reference, run in a box."""
    run = [bundle for bundle in homework.bundles if not bundle.problem.is_written]
    return build_kit(homework, {bundle.problem.slug: public_cases(bundle, sandbox) for bundle in run})


def offer(
    session: Session, blobs: BlobStore, course: Course, homework: Assignment, kit: bytes, due: datetime | None
) -> None:
    """Put an assignment into a course, or change the one that is there."""
    assignments.install(session, blobs, course, homework, assignments.Terms(due_at=due, kit=kit))


def user(session: Session, email: str) -> User:
    """The account of this e-mail, which must be there."""
    found = accounts.user_by_email(session, email)
    if found is None:
        raise LookupError(f"There is no account of {email}.")
    return found
