"""Courses on the wire."""

from datetime import datetime

from pydantic import BaseModel

from api.db.models import Role
from api.inputs import Email, Line, Name, NewPassword, Slug


class CourseView(BaseModel):
    """A course, and what the caller is in it (null: a site admin who is not on the roster)."""

    slug: str
    title: str
    role: Role | None


class CourseRequest(BaseModel):
    """A course to make."""

    slug: Slug
    title: Line


class MemberView(BaseModel):
    """A line of the roster."""

    email: str
    name: str
    role: Role
    since: datetime


class MemberRequest(BaseModel):
    """A person to put on the roster. Only a site admin may choose a password for them."""

    email: Email
    role: Role
    name: Name = ""
    password: NewPassword | None = None


class NewMember(MemberView):
    """A new line of the roster. password_token: by it a new person chooses a password, once."""

    password_token: str | None
