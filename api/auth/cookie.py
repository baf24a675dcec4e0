"""The cookie that a signed-in browser carries."""

from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "allclose_session"


def set_cookie(response: Response, token: str, lasts: timedelta, *, secure: bool) -> None:
    """Give the browser its session; no script may read it, no other site's form sends it."""
    seconds = int(lasts.total_seconds())
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def clear_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def is_secure(connection: HTTPConnection, address: str) -> bool:
    """Whether people reach the server by https, so that its cookies may never travel otherwise."""
    return address.startswith("https://") or connection.url.scheme == "https"
