"""Sends browsers to a provider, and signs them in as whom it vouches for when they come back.

An account is known by the provider's own number of a person. The first time it is found by the e-mail
address, and only if the provider says that it has verified it: otherwise whoever types an instructor's
address at a careless provider would be that instructor.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from api.audit import service as audit
from api.auth import repository as accounts
from api.auth import service as auth
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import Identity, SignInBegun, User
from api.inputs import Email, Name
from api.oidc.client import Vouched
from api.oidc.errors import NotVouchedFor
from api.oidc.provider import Provider

LASTS = timedelta(minutes=10)
"""How long somebody may take to sign in at the provider."""

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True)
class Journey:
    """A browser that sets out. state: goes by way of the provider; browser: stays in a cookie."""

    state: str
    browser: str
    nonce: str
    verifier: str


def begin(session: Session, keys: Keys, provider: Provider, next: str) -> Journey:
    """Write down that a browser sets out for a provider."""
    now = utc_now()
    session.execute(delete(SignInBegun).where(SignInBegun.expires_at <= now))
    journey = Journey(keys.draw(), keys.draw(), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    session.add(
        SignInBegun(
            provider=provider.name,
            token_digest=keys.digest(journey.state),
            browser_mark=keys.digest(journey.browser),
            nonce=journey.nonce,
            verifier=journey.verifier,
            next=next,
            expires_at=now + LASTS,
        )
    )
    return journey


def end(session: Session, keys: Keys, provider: Provider, state: str, browser: str) -> SignInBegun | None:
    """What was written down of a browser that comes back; None where it did not leave, or too long ago.

    It is forgotten whatever comes of it: nobody comes back twice.
    """
    found = session.scalar(
        select(SignInBegun).where(SignInBegun.token_digest == keys.digest(state)).with_for_update()
    )
    if found is None:
        return None
    session.delete(found)
    fits = found.provider == provider.name and found.browser_mark == keys.digest(browser)
    return found if fits and found.expires_at > utc_now() else None


def account_of(session: Session, provider: Provider, vouched: Vouched) -> User:
    """The account of whom a provider vouches for. Raises NotVouchedFor, with the reason."""
    known = session.scalar(
        select(Identity)
        .where(Identity.issuer == provider.issuer, Identity.subject == vouched.subject)
        .options(joinedload(Identity.user))
    )
    user = known.user if known else _linked(session, provider, vouched)
    if user.disabled_at is not None:
        raise NotVouchedFor("This account is disabled. Ask the staff of your course.")
    return user


def _linked(session: Session, provider: Provider, vouched: Vouched) -> User:
    email = _own_address(provider, vouched)
    user = accounts.user_by_email(session, email)
    if user is None and not provider.makes_accounts:
        raise NotVouchedFor(f"{email} is on no course's roster here. Ask your instructor to add it.")
    if user is None:
        user = auth.create_user(session, email, _name(vouched))
        audit.note(session, None, "user.make", user, about=user, way=provider.name)
    elif session.scalar(
        select(Identity.id).where(Identity.user_id == user.id, Identity.issuer == provider.issuer)
    ):
        # The provider gave the address to somebody else, who does not get the account with it.
        raise NotVouchedFor(
            f"{email} belongs to another person's account here, as {provider.title} tells it. Ask the staff."
        )
    identity = Identity(user_id=user.id, issuer=provider.issuer, subject=vouched.subject, email=email)
    session.add(identity)
    audit.note(session, None, "identity.link", identity, about=user, provider=provider.name)
    return user


def _own_address(provider: Provider, vouched: Vouched) -> str:
    if not vouched.email:
        raise NotVouchedFor(f"{provider.title} does not say that it has verified your e-mail address.")
    try:
        email = _EMAIL.validate_python(vouched.email)
    except ValidationError:
        raise NotVouchedFor(f"{provider.title} tells an e-mail address that cannot be one.") from None
    if not provider.takes(email):
        raise NotVouchedFor(f"{email} is not of a domain that is let in here by {provider.title}.")
    return email


def _name(vouched: Vouched) -> str:
    try:
        return _NAME.validate_python(vouched.name)
    except ValidationError:
        return ""
