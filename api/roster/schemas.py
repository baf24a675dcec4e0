"""Rosters on the wire."""

from datetime import datetime

from pydantic import BaseModel

from api.db.models import Role
from api.inputs import Email, Name, NewPassword


class MemberView(BaseModel):
    """A line of the roster. id: of the line, to change or remove it by."""

    id: str
    email: str
    name: str
    role: Role
    section: str
    student_id: str
    since: datetime


class MemberRequest(BaseModel):
    """A person to put on the roster. Only a site admin may choose a password for them.

    section, student_id: left out, they stay as they are; "" takes them away.
    """

    email: Email
    role: Role
    name: Name = ""
    password: NewPassword | None = None
    section: Name | None = None
    student_id: Name | None = None


class MemberChange(BaseModel):
    """What a person is to be; what is left out stays."""

    role: Role | None = None
    section: Name | None = None
    student_id: Name | None = None


class NewMember(MemberView):
    """A new line of the roster. password_token: by it a new person chooses a password, once."""

    password_token: str | None


class ComplaintView(BaseModel):
    """What is wrong with a line of a file, and how to mend it. line: from 1; 0: the whole file."""

    line: int
    text: str


class NewcomerView(BaseModel):
    """A person whom the file adds."""

    line: int
    email: str
    name: str
    role: Role
    section: str
    student_id: str
    has_account: bool


class DifferenceView(BaseModel):
    """One thing that would be otherwise."""

    field: str
    was: str
    now: str


class ChangeView(BaseModel):
    """A person for whom the file says something else than the roster."""

    id: str
    email: str
    differences: list[DifferenceView]


class PlanView(BaseModel):
    """What an import would do. fingerprint: send it back to confirm exactly this.

    missing: students of the roster who are not in the file; they leave only where `remove_missing` was asked
    for. kept_names: people who keep the name of their account, which another course knows too.
    """

    fingerprint: str
    complaints: list[ComplaintView]
    new: list[NewcomerView]
    changed: list[ChangeView]
    unchanged: int
    missing: list[MemberView]
    kept_names: list[str]
    ignored_columns: list[str]


class WelcomeView(BaseModel):
    """A new person. password_token: by it they choose a password, once."""

    email: str
    name: str
    password_token: str


class ImportedView(BaseModel):
    """What an import did."""

    added: int
    changed: int
    removed: int
    welcomes: list[WelcomeView]
