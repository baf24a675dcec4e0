"""Accounts on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.auth.scopes import Scope
from api.db.models import Role
from api.inputs import Email, Line, NewPassword, Password


class SignIn(BaseModel):
    """Who wants to sign in."""

    email: Email
    password: Password


class TokenRequest(SignIn):
    """Who wants a token, what it is for, what it is good for, and for how many days.

    Without `scopes` it is good for all that its owner may do; ask for less. Without `days` it lasts as long
    as this server proposes.
    """

    name: Line
    scopes: set[Scope] | None = Field(default=None, min_length=1)
    days: int | None = Field(default=None, ge=1, le=3660)


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
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
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
