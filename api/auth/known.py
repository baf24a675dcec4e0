"""The mark by which an account knows a browser that signed in to it before.

It opens nothing: whoever has it still needs the password, and is counted for themselves. So nobody's guesses
from elsewhere make its owner wait.
"""

import secrets
from datetime import timedelta

from starlette.responses import Response

from api.auth.keys import Keys

NAME = "allclose_known"
LASTS = timedelta(days=365)


def make_mark(keys: Keys, email: str) -> str:
    """A new mark of a browser at this account."""
    drawn = secrets.token_hex(16)
    return f"{drawn}.{keys.mark(drawn, email)}"


def known_mark(keys: Keys, email: str, claimed: str) -> str:
    """What this browser is counted by at this account; "" where the account does not know it."""
    drawn, _, signature = claimed.partition(".")
    return drawn if keys.marked(drawn, email, signature) else ""


def set_mark(response: Response, mark: str, *, secure: bool) -> None:
    """Give the browser its mark; only signing in sends it."""
    seconds = int(LASTS.total_seconds())
    response.set_cookie(
        name_of(secure=secure), mark, max_age=seconds, httponly=True, samesite="lax", secure=secure
    )


def name_of(*, secure: bool) -> str:
    """The cookie's name: with https, one that no other host and no plain connection can have set."""
    return f"__Host-{NAME}" if secure else NAME
