"""Signed-in browsers: opening, finding, closing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import repository
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import BrowserSession, User
from api.db.session import Database
from api.errors import NotFound

_USE_IS_NOTED_EVERY = timedelta(minutes=5)
_AGENT_LENGTH = 200


@dataclass(frozen=True)
class Browser:
    """What is known of a browser that wants in. cookie: of whoever was signed in with it before."""

    address: str
    agent: str
    cookie: str = ""


@dataclass(frozen=True)
class Lifetime:
    """How long a browser stays signed in: in all, and without a request."""

    lasts: timedelta
    idle: timedelta


def open_session(
    session: Session, keys: Keys, user: User, browser: Browser, lasts: timedelta, way: str = "password"
) -> tuple[str, Caller]:
    """Sign a browser in: what its cookie must hold, and who it is.

    The cookie is new each time, and what the browser had before is worth nothing from now on: whoever planted
    or read it stays outside.
    """
    now, token = utc_now(), keys.draw()
    repository.delete_expired(session, now)
    if browser.cookie:
        repository.delete_browser_session_of(session, keys.digest(browser.cookie))
    row = BrowserSession(
        user_id=user.id,
        token_digest=keys.digest(token),
        created_at=now,
        seen_at=now,
        expires_at=now + lasts,
        address=browser.address,
        agent=browser.agent[:_AGENT_LENGTH],
        way=way,
    )
    session.add(row)
    session.flush()  # it has its id only then
    caller = caller_of(keys, user, row)
    audit.note(session, caller, "browser.sign-in", row, about=user, address=browser.address, way=way)
    return token, caller


def by_cookie(database: Database, keys: Keys, cookie: str, idle: timedelta) -> Caller | None:
    """Whose browser this is; None for a cookie that was forged or signed out, and one too old or too idle."""
    now = utc_now()
    with database.asking() as session:
        found = repository.browser_session(session, keys.digest(cookie), now, now - idle)
    if found is None:
        return None
    if now - found.seen_at > _USE_IS_NOTED_EVERY:
        with database.writing() as session:
            repository.touch_browser_session(session, found.id, now)
    return caller_of(keys, found.user, found)


def close_session(session: Session, caller: Caller) -> None:
    """Sign the caller's browser out."""
    if caller.browser_session is not None:
        repository.delete_browser_session(session, caller.browser_session)


def close_one(session: Session, caller: Caller, id_: str) -> None:
    """Sign one of the caller's browsers out, this one or another. Raises NotFound."""
    row = session.get(BrowserSession, id_)
    if row is None or row.user_id != caller.id:
        raise NotFound("You are signed in with no such browser.")
    audit.note(session, caller, "browser.sign-out", row, about=row.user, address=row.address)
    session.delete(row)


def close_all(session: Session, caller: Caller | None, user: User, *, but: str | None = None) -> None:
    """Sign every browser of this user out. but: the one that stays."""
    repository.delete_browser_sessions(session, user.id, but)
    audit.note(session, caller, "browser.sign-out-everywhere", user, about=user)


def sessions_of(session: Session, user_id: str, idle: timedelta) -> Sequence[BrowserSession]:
    """The browsers that are signed in, the one seen last first."""
    now = utc_now()
    return repository.browser_sessions(session, user_id, now, now - idle)


def caller_of(keys: Keys, user: User, row: BrowserSession) -> Caller:
    """Whoever sits before a browser."""
    return Caller(
        user.id, user.email, user.name, user.is_admin, row.id, keys.csrf(row.id), time_zone=user.time_zone
    )
