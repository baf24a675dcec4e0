"""What site admins do with accounts. There is always one of them left who is let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import repository as accounts
from api.auth import service as auth
from api.auth import sessions
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import User
from api.errors import Conflict, Forbidden, NotFound
from api.paging import Page
from api.users import repository
from api.users.repository import Which


@dataclass(frozen=True)
class Listed:
    """An account in a list. courses: on how many rosters it is. seen_at: by a browser that is signed in."""

    user: User
    courses: int
    seen_at: datetime | None


def require_admin(caller: Caller) -> None:
    """Raise Forbidden for all but site admins."""
    if not caller.is_admin:
        raise Forbidden("Only a site admin may see or change accounts.")


def listed(
    session: Session, caller: Caller, sought: str, which: Which, page: Page
) -> tuple[list[Listed], int]:
    """A page of accounts, and how many there are. Raises Forbidden."""
    require_admin(caller)
    rows, total = repository.users(session, sought, which, page)
    return _described(session, rows), total


def find(session: Session, caller: Caller, user_id: str) -> User:
    """An account. Raises Forbidden, NotFound."""
    require_admin(caller)
    found = repository.user(session, user_id)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def described(session: Session, user: User) -> Listed:
    """An account with what is known of it."""
    return _described(session, [user])[0]


def make(
    session: Session, keys: Keys, caller: Caller, email: str, name: str, lasts: timedelta
) -> tuple[User, str]:
    """A new account, and the token by which its person chooses a password. Raises Forbidden, Conflict."""
    require_admin(caller)
    if accounts.user_by_email(session, email) is not None:
        raise Conflict(f"There is an account of {email} already.")
    user = auth.create_user(session, email, name)
    audit.note(session, caller, "user.make", user, about=user, email=user.email)
    return user, auth.create_link(session, keys, user, utc_now() + lasts)


def link(session: Session, keys: Keys, caller: Caller, user: User, lasts: timedelta) -> str:
    """The token by which a person chooses another password. Raises Conflict where they are not let in."""
    if user.disabled_at is not None:
        raise Conflict("This account is disabled; a link would lead nowhere.")
    audit.note(session, caller, "password.link", user, about=user)
    return auth.create_link(session, keys, user, utc_now() + lasts)


def disable(session: Session, caller: Caller, user: User) -> None:
    """Let nobody in as them from now on: what is signed in or has a token hears it at its next request."""
    if user.disabled_at is None:
        _keep_an_admin(session, user)
        user.disabled_at = utc_now()
        sessions.close_all(session, caller, user)
        audit.note(session, caller, "user.disable", user, about=user)


def enable(session: Session, caller: Caller, user: User) -> None:
    """Let them in again; their tokens work again, and browsers must sign in."""
    if user.disabled_at is not None:
        user.disabled_at = None
        audit.note(session, caller, "user.enable", user, about=user)


def set_admin(session: Session, caller: Caller, user: User, *, is_admin: bool) -> None:
    """Make them a site admin, or one no more. Raises Conflict for the last one."""
    if user.is_admin is is_admin:
        return
    if not is_admin:
        _keep_an_admin(session, user)
    user.is_admin = is_admin
    audit.note(session, caller, "user.make-admin" if is_admin else "user.unmake-admin", user, about=user)


def _keep_an_admin(session: Session, user: User) -> None:
    if user.is_admin and set(repository.lock_admins(session)) <= {user.id}:
        raise Conflict("This is the last site admin who is let in. Make another one first.")


def _described(session: Session, rows: Sequence[User]) -> list[Listed]:
    ids = [row.id for row in rows]
    courses, seen = repository.courses_of(session, ids), repository.last_seen(session, ids)
    return [Listed(row, courses.get(row.id, 0), seen.get(row.id)) for row in rows]
