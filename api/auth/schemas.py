"""Accounts on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.db.models import Role
from api.inputs import Email, Line, NewPassword, Password


class SignIn(BaseModel):
    """Who wants to sign in."""

    email: Email
    password: Password


class TokenRequest(SignIn):
    """Who wants a token, and what it is for."""

    name: Line


class PasswordChoice(BaseModel):
    """A password chosen by link."""

    token: Password
    password: NewPassword


class SessionView(BaseModel):
    """A signed-in browser. Unsafe requests carry `csrf_token` in the header `X-CSRF-Token`."""

    email: str
    csrf_token: str


class TokenView(BaseModel):
    """A token, without its text."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class NewToken(TokenView):
    """A new token; its text is told this once."""

    token: str


class CourseRole(BaseModel):
    """A course that one is on the roster of."""

    slug: str
    title: str
    role: Role


class Me(BaseModel):
    """Who the caller is."""

    id: str
    email: str
    name: str
    is_admin: bool
    courses: list[CourseRole]
