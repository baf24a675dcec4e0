"""Tokens for programs: what somebody may ask for, making them, ending them."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth import service
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.auth.scopes import ALL, Scope
from api.db.base import utc_now
from api.db.models import ApiToken, User
from api.errors import Invalid, NotFound
from api.settings import Settings


@dataclass(frozen=True)
class Wish:
    """A token that somebody wants. scopes: None for all that its owner may do."""

    name: str
    scopes: Set[Scope] | None
    expires_at: datetime


def end_of(settings: Settings, days: int | None) -> datetime:
    """When a token ends that is made now, for so many days. Raises Invalid for more than there are."""
    longest = settings.token_days_at_most
    if days is not None and days > longest:
        raise Invalid(f"A token lasts {longest} days at most on this server; make a new one then.")
    return utc_now() + timedelta(days=days or min(settings.token_days, longest))


def create(session: Session, keys: Keys, user: User, wish: Wish) -> tuple[ApiToken, str]:
    """A token of the user's own making, and its text, which is told once."""
    scopes = ALL if wish.scopes is None else wish.scopes
    row, text = service.create_token(session, keys, user, wish.name, scopes, wish.expires_at)
    audit.note(session, _self(user), "token.make", row, about=user, name=row.name, scopes=row.scopes)
    return row, text


def revoke(session: Session, caller: Caller, token_id: str) -> None:
    """Make one of the caller's own tokens worthless. Raises NotFound."""
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != caller.id or token.revoked_at is not None:
        raise NotFound("You have no such token.")
    token.revoked_at = utc_now()
    audit.note(session, caller, "token.revoke", token, about=token.user, name=token.name)


def _self(user: User) -> Caller:
    return Caller(user.id, user.email, user.name, user.is_admin)
