"""A line of the table of permissions: one endpoint, and what each kind of person hears from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ROLES = {
    "owner": "student whose work it is",
    "classmate": "another student",
    "ta": "TA",
    "instructor": "instructor",
    "admin": "site admin",
    "outsider": "staff of another course",
    "stranger": "student of another course",
}


class May(StrEnum):
    """What somebody hears. HIDDEN: as if it were not there."""

    YES = "yes"
    NO = "no"
    HIDDEN = "hidden"


_SIGNS = {"y": May.YES, "n": May.NO, "-": May.HIDDEN}


@dataclass(frozen=True)
class Access:
    """What each of ROLES hears of an endpoint. nobody: whether it is open to those who are not signed in."""

    heard: Mapping[str, May]
    nobody: bool = False

    @classmethod
    def of(cls, signs: str, *, nobody: bool = False) -> "Access":
        """One sign a role, in their order: y, n (403) or - (404)."""
        return cls({role: _SIGNS[sign] for role, sign in zip(ROLES, signs, strict=True)}, nobody)


EVERYBODY = Access.of("yyyyyyy", nobody=True)
SIGNED_IN = Access.of("yyyyyyy")
MEMBERS = Access.of("yyyyy--")
WORK = Access.of("y-yyy--")
"""Of one student's work: they and the course's staff."""
OWN_WORK = Access.of("y------")
STAFF = Access.of("nnyyy--")
STAFF_OF_WORK = Access.of("--yyy--")
"""Of one student's work, for staff alone: students do not hear that there is such a thing."""
STAFF_BESIDE = Access.of("n-yyy--")
"""Of one student's work, of which the student knows, but which staff alone do."""
INSTRUCTORS_OF_WORK = Access.of("n-nyy--")
INSTRUCTORS = Access.of("nnnyy--")
STAFF_ANYWHERE = Access.of("nnyyyyn")
INSTRUCTORS_ANYWHERE = Access.of("nnnyyyn")
ADMINS = Access.of("nnnnynn")
WORKERS = Access.of("nnnnnnn")
"""Nobody's: by links that workers are given."""


@dataclass(frozen=True)
class Line:
    """An endpoint. ok: what those who may hear when they do. where: the names in its path, other than usual.

    content: what is sent with it, as the test client takes it.
    """

    method: str
    route: str
    access: Access
    ok: tuple[int, ...] = (200,)
    where: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        """Whether it is for browsers."""
        return not self.route.startswith("/api/")

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing."""
        return self.method == "GET"


def line(method: str, route: str, access: Access, *ok: int, where: Any = None, **content: Any) -> Line:
    """A line of the table; `ok` is 200 where nothing is said."""
    return Line(method, route, access, ok or (200,), where or {}, content)
