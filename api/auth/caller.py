"""Who makes a request."""

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """A person who has proved who they are.

    browser_session: its id when they came by cookie, with the `csrf` token that its unsafe requests
    must carry; None when they came by an API token, which no other site can make a browser send:
    `token` is its id, and `scopes` what it is good for.
    time_zone: the one that they chose; "": the browser's own.
    """

    id: str
    email: str
    name: str
    is_admin: bool
    browser_session: str | None = None
    csrf: str = ""
    token: str | None = None
    scopes: Set[str] = frozenset()
    time_zone: str = ""
