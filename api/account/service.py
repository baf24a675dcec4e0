"""A person's own account: name of the zone they live in, password, tokens, browsers."""

from functools import cache
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import service as auth
from api.auth import tokens
from api.auth.caller import Caller
from api.auth.door import Door
from api.auth.keys import Keys
from api.auth.tokens import Wish
from api.db.models import ApiToken, User
from api.errors import Forbidden, Invalid, NotSignedIn


@cache
def time_zones() -> tuple[str, ...]:
    """The zones that one may choose."""
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    )


def own(session: Session, caller: Caller) -> User:
    """The caller's account."""
    return session.get_one(User, caller.id)


def set_time_zone(session: Session, caller: Caller, zone: str) -> User:
    """Choose in which zone times are shown; "": as the browser has it. Raises Invalid."""
    if zone and zone not in time_zones():
        raise Invalid(f"There is no time zone {zone!r}. One is called America/New_York, for example.")
    user = own(session, caller)
    user.time_zone = zone
    return user


def change_password(door: Door, caller: Caller, present: str, password: str) -> None:
    """Change the caller's password and sign their other browsers out. Raises Invalid, or TooManyTries.

    Whoever comes across an open browser must not be able to keep its owner out: the present password is asked
    for, and guesses at it are counted like those of strangers.
    """
    _for_browsers(caller, "change the password")
    try:
        auth.prove(door, caller.email, present)
    except NotSignedIn:
        raise Invalid("The present password is wrong. Who has none asks the staff for a link.") from None
    with door.database.writing() as session:
        user = own(session, caller)
        auth.change_password(session, user, password, but=caller.browser_session)
        audit.note(session, caller, "password.change", user, about=user)


def make_token(session: Session, keys: Keys, caller: Caller, wish: Wish) -> tuple[ApiToken, str]:
    """A token of the caller's making, and its text. Raises Forbidden for tokens: they make no others."""
    _for_browsers(caller, "make tokens")
    return tokens.create(session, keys, own(session, caller), wish)


def _for_browsers(caller: Caller, what: str) -> None:
    if caller.browser_session is None:
        raise Forbidden(f"A token cannot {what}: sign in with a browser.")
