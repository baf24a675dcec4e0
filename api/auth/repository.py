"""Where accounts, sessions and tokens are looked up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from api.db.models import ApiToken, BrowserSession, PasswordLink, User


def any_user(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(User.id).limit(1)) is not None


def user_by_email(session: Session, email: str) -> User | None:
    """The account of this address; addresses are compared in lower case."""
    return session.scalar(select(User).where(User.email == email.lower()))


def browser_session(
    session: Session, digest: str, now: datetime, seen_after: datetime
) -> BrowserSession | None:
    """The browser session of this digest, unless it has expired or idled, with its user, who is let in."""
    return session.scalar(
        select(BrowserSession)
        .join(BrowserSession.user)
        .where(User.disabled_at.is_(None))
        .where(BrowserSession.token_digest == digest, BrowserSession.expires_at > now)
        .where(BrowserSession.seen_at > seen_after)
        .options(joinedload(BrowserSession.user))
    )


def browser_sessions(
    session: Session, user_id: str, now: datetime, seen_after: datetime
) -> Sequence[BrowserSession]:
    """The user's browser sessions that hold, the one seen last first."""
    return session.scalars(
        select(BrowserSession)
        .where(BrowserSession.user_id == user_id, BrowserSession.expires_at > now)
        .where(BrowserSession.seen_at > seen_after)
        .order_by(BrowserSession.seen_at.desc(), BrowserSession.id)
    ).all()


def touch_browser_session(session: Session, id_: str, now: datetime) -> None:
    """Note that a browser was seen."""
    session.execute(update(BrowserSession).where(BrowserSession.id == id_).values(seen_at=now))


def delete_browser_session_of(session: Session, digest: str) -> None:
    """Forget the browser session of this digest, if there is one."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_digest == digest))


def delete_browser_session(session: Session, id_: str) -> None:
    """Forget a browser session."""
    session.execute(delete(BrowserSession).where(BrowserSession.id == id_))


def delete_browser_sessions(session: Session, user_id: str, but: str | None = None) -> None:
    """Forget every browser session of this user. but: the one that stays."""
    chosen = delete(BrowserSession).where(BrowserSession.user_id == user_id)
    session.execute(chosen if but is None else chosen.where(BrowserSession.id != but))


def delete_expired(session: Session, now: datetime) -> None:
    """Forget browser sessions that have expired."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now))


def api_token(session: Session, digest: str, now: datetime) -> ApiToken | None:
    """The token of this digest, unless it was revoked or has expired, with its user, who is let in."""
    return session.scalar(
        select(ApiToken)
        .join(ApiToken.user)
        .where(ApiToken.token_digest == digest, ApiToken.revoked_at.is_(None), User.disabled_at.is_(None))
        .where(or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now))
        .options(joinedload(ApiToken.user))
    )


def api_tokens(session: Session, user_id: str) -> Sequence[ApiToken]:
    """The user's tokens that are not revoked, newest first; those that have expired among them."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def touch_api_token(session: Session, id_: str, now: datetime) -> None:
    """Note that a token was used."""
    session.execute(update(ApiToken).where(ApiToken.id == id_).values(last_used_at=now))


def end_password_links(session: Session, user_id: str, now: datetime) -> None:
    """Let no link of the user's work any more."""
    session.execute(
        update(PasswordLink)
        .where(PasswordLink.user_id == user_id, PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )


def password_link(session: Session, digest: str, now: datetime) -> PasswordLink | None:
    """The link of this digest, unless it was used or has expired, with its user, who is let in."""
    return session.scalar(
        select(PasswordLink)
        .join(PasswordLink.user)
        .where(User.disabled_at.is_(None))
        .where(
            PasswordLink.token_digest == digest,
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
        )
        .options(joinedload(PasswordLink.user))
        .with_for_update(of=PasswordLink)
    )
