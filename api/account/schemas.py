"""One's own account on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.auth.scopes import Scope
from api.inputs import Line, NewPassword, Password


class BrowserView(BaseModel):
    """A browser that is signed in. here: it is the one that asks. way: how its user proved who they are."""

    id: str
    here: bool
    address: str
    agent: str
    way: str
    since: datetime
    seen_at: datetime
    expires_at: datetime


class AccountChange(BaseModel):
    """What one may change of one's account. time_zone: as in the tz database; "": the browser's."""

    model_config = ConfigDict(extra="forbid")

    time_zone: str = Field(max_length=64)


class AccountView(BaseModel):
    """One's own account."""

    model_config = ConfigDict(from_attributes=True)

    email: str
    name: str
    time_zone: str
    created_at: datetime


class PasswordChange(BaseModel):
    """Another password."""

    present: Password
    password: NewPassword


class TokenWish(BaseModel):
    """A token that a signed-in browser asks for; see `POST /api/v1/tokens`."""

    name: Line
    scopes: set[Scope] = Field(min_length=1)
    days: int | None = Field(default=None, ge=1, le=3660)
