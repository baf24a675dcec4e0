"""The cookie that a signed-in browser carries."""

from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "allclose_session"


def name_of(*, secure: bool) -> str:
    """The cookie's name. With https it is one that a browser takes from this host alone, and only by https:
    no neighbour below the same domain can plant a session of its own."""
    return f"__Host-{COOKIE}" if secure else COOKIE


def set_cookie(response: Response, token: str, lasts: timedelta, *, secure: bool) -> None:
    """Give the browser its session; no script may read it, no other site's form sends it."""
    seconds = int(lasts.total_seconds())
    name = name_of(secure=secure)
    response.set_cookie(name, token, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def clear_cookie(response: Response, *, secure: bool) -> None:
    """Take the session from the browser."""
    response.delete_cookie(name_of(secure=secure), httponly=True, samesite="lax", secure=secure)


def session_cookie(connection: HTTPConnection, address: str) -> str:
    """What the browser carries; "" where it carries nothing."""
    return connection.cookies.get(name_of(secure=is_secure(connection, address)), "")


def is_secure(connection: HTTPConnection, address: str) -> bool:
    """Whether people reach the server by https, so that its cookies may never travel otherwise."""
    return address.startswith("https://") or connection.url.scheme == "https"
