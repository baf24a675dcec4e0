"""Courses on the wire."""

from pydantic import BaseModel

from api.db.models import Role
from api.inputs import Line, Slug


class CourseView(BaseModel):
    """A course, and what the caller is in it (null: a site admin who is not on the roster)."""

    slug: str
    title: str
    role: Role | None


class CourseRequest(BaseModel):
    """A course to make."""

    slug: Slug
    title: Line
