"""Accounts, and the ways to prove who one is."""

from collections.abc import Set
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import repository
from api.auth.caller import Caller
from api.auth.door import Door
from api.auth.keys import Keys
from api.auth.known import known_mark
from api.auth.passwords import hash_password, matches_password
from api.auth.scopes import ALL, Scope
from api.auth.sessions import open_session
from api.db.base import utc_now
from api.db.models import ApiToken, PasswordLink, User
from api.db.session import Database
from api.errors import NotFound, NotSignedIn

TOKEN_PREFIX = "allclose_"  # noqa: S105  (a prefix, not a password)
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def prove(door: Door, email: str, password: str) -> User:
    """The user of this e-mail and password. Raises NotSignedIn, or TooManyTries."""
    email = email.lower()
    mark = known_mark(door.keys, email, door.mark)
    door.throttle.spend(door.browser.address, email, mark)
    with door.database.reading() as session:
        user = repository.user_by_email(session, email)
    # Nobody hears whether there is such an account, or whether it is let in: not by words, not by the time.
    digest = user.password_hash if user and user.disabled_at is None else None
    if not matches_password(password, digest) or user is None:
        door.throttle.failed(door.browser.address, email, mark)
        _note_failure(door, user)
        raise NotSignedIn("The e-mail address or the password is wrong.")
    door.throttle.succeeded(door.browser.address, email, mark)
    return user


def _note_failure(door: Door, user: User | None) -> None:
    # Of nobody there is nothing to note; the same door to the database is gone through all the same.
    with door.database.writing() as session:
        repository.delete_expired(session, utc_now())
        if user is not None:
            audit.note(session, None, "user.sign-in-failed", user, about=user, address=door.browser.address)


def sign_in(door: Door, email: str, password: str, lasts: timedelta) -> tuple[str, Caller]:
    """Sign a browser in: what its cookie must hold, and who it is.

    Raises NotSignedIn, or TooManyTries.
    """
    user = prove(door, email, password)
    with door.database.writing() as session:
        return open_session(session, door.keys, user, door.browser, lasts)


def by_token(database: Database, keys: Keys, token: str) -> Caller:
    """Whose token this is. Raises NotSignedIn for one that was forged or revoked, or has expired."""
    now = utc_now()
    with database.asking() as session:
        found = repository.api_token(session, keys.digest(token), now)
    if found is None:
        raise NotSignedIn("This token is not valid: it was revoked, or has expired.")
    if found.last_used_at is None or now - found.last_used_at > _USE_IS_NOTED_EVERY:
        with database.writing() as session:
            repository.touch_api_token(session, found.id, now)
    user = found.user
    return Caller(
        user.id, user.email, user.name, user.is_admin, token=found.id, scopes=frozenset(found.scopes)
    )


def create_token(
    session: Session,
    keys: Keys,
    user: User,
    name: str,
    scopes: Set[Scope] = ALL,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new token for programs, and its text, which is told once and not kept."""
    token = keys.draw(TOKEN_PREFIX)
    row = ApiToken(
        user_id=user.id,
        name=name,
        token_digest=keys.digest(token),
        scopes=[str(scope) for scope in Scope if scope in scopes],
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, token


def create_user(session: Session, email: str, name: str = "", *, is_admin: bool = False) -> User:
    """An account that nobody can sign in to yet."""
    user = User(email=email.lower(), name=name, is_admin=is_admin)
    session.add(user)
    session.flush()
    return user


def create_link(session: Session, keys: Keys, user: User, expires_at: datetime) -> str:
    """The token of a link that lets its holder choose the user's password, once."""
    token = keys.draw()
    session.add(PasswordLink(user_id=user.id, token_digest=keys.digest(token), expires_at=expires_at))
    return token


def change_password(session: Session, user: User, password: str, *, but: str | None = None) -> None:
    """Give the user another password. Browsers are signed out, but one, and links to choose another are over:
    whoever knew the old password, or found a link, stays outside."""
    user.password_hash = hash_password(password)
    repository.delete_browser_sessions(session, user.id, but)
    repository.end_password_links(session, user.id, utc_now())


def set_password(session: Session, keys: Keys, token: str, password: str) -> User:
    """Choose a password by link; whoever was signed in before no longer is. Raises NotFound."""
    link = repository.password_link(session, keys.digest(token), utc_now())
    if link is None:
        raise NotFound("This link is not valid: it was used already, or has expired. Ask for a new one.")
    change_password(session, link.user, password)
    audit.note(session, None, "password.by-link", link.user, about=link.user)
    return link.user
