"""Where strangers prove who they are."""

from dataclasses import dataclass

from api.auth.keys import Keys
from api.auth.throttle import Throttle
from api.db.session import Database


@dataclass(frozen=True)
class Door:
    """Where one client, by its address, may try e-mails and passwords, and how often."""

    database: Database
    keys: Keys
    throttle: Throttle
    client: str
