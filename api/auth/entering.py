"""What a browser is given when its user has proved who they are, and what is taken from it in the end."""

from datetime import timedelta

from starlette.responses import Response

from api.auth.cookie import set_cookie
from api.auth.door import Door
from api.auth.known import known_mark, make_mark, set_mark


def give_session(response: Response, door: Door, token: str, email: str, lasts: timedelta) -> None:
    """Give a browser its session, and the mark by which the account knows it from now on."""
    set_cookie(response, token, lasts, secure=door.secure)
    give_mark(response, door, email)


def give_mark(response: Response, door: Door, email: str) -> None:
    """Let the account know this browser. A mark that it has already stays."""
    if not known_mark(door.keys, email.lower(), door.mark):
        set_mark(response, make_mark(door.keys, email.lower()), secure=door.secure)
