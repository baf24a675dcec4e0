"""Accounts on the wire, for site admins."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.inputs import Email, Name
from api.personal.forget import Way


class UserView(BaseModel):
    """An account. courses: on how many rosters it is. seen_at: by a browser that is still signed in."""

    id: str
    email: str
    name: str
    is_admin: bool
    created_at: datetime
    disabled_at: datetime | None
    courses: int
    seen_at: datetime | None


class UserRequest(BaseModel):
    """An account to make."""

    email: Email
    name: Name = ""


class UserChange(BaseModel):
    """What to change of an account; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    is_admin: bool | None = None
    disabled: bool | None = None


class LinkView(BaseModel):
    """By this token a person chooses a password, once: `POST /api/v1/password`, or the page at `path`."""

    password_token: str
    path: str


class NewUser(LinkView):
    """A new account, with the token by which its person chooses a password."""

    user: UserView


class ForgetPreview(BaseModel):
    """What there is of a person; acts: rows that name them as staff, which stay of somebody unnamed."""

    model_config = ConfigDict(from_attributes=True)

    email: str
    courses: int
    handins: int
    files: int
    tokens: int
    browsers: int
    noted: int
    acts: int


class ForgetRequest(BaseModel):
    """How much to forget, and the e-mail address once more, so that it is not the wrong person."""

    way: Way
    email: Email


class Forgotten(BaseModel):
    """That somebody was forgotten; files: how many were removed."""

    files: int
