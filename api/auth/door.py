"""Where strangers prove who they are."""

from dataclasses import dataclass

from api.auth.keys import Keys
from api.auth.sessions import Browser
from api.auth.throttle import Throttle
from api.db.session import Database


@dataclass(frozen=True)
class Door:
    """Where one browser or program may try e-mails and passwords, and how often.

    mark: what it claims to be known by (`api.auth.known`). secure: whether its cookies may travel by https
    alone.
    """

    database: Database
    keys: Keys
    throttle: Throttle
    browser: Browser
    mark: str = ""
    secure: bool = False
