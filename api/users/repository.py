"""Where accounts are looked up."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from api.db.models import BrowserSession, Member, User
from api.paging import Page


class Which(StrEnum):
    """Which accounts are wanted."""

    ALL = "all"
    ADMINS = "admins"
    DISABLED = "disabled"
    NOWHERE = "nowhere"


_CHOSEN: dict[Which, tuple[ColumnElement[bool], ...]] = {
    Which.ALL: (),
    Which.ADMINS: (User.is_admin.is_(True),),
    Which.DISABLED: (User.disabled_at.is_not(None),),
    Which.NOWHERE: (~select(Member.id).where(Member.user_id == User.id).exists(),),
}


def users(session: Session, sought: str, which: Which, page: Page) -> tuple[Sequence[User], int]:
    """A page of the accounts whose e-mail or name has this in it, by e-mail, and how many there are.

    Whoever was forgotten is in no list.
    """
    query = select(User).where(User.erased_at.is_(None), *_CHOSEN[which])
    if sought:
        text = f"%{_literally(sought.lower())}%"
        query = query.where(
            or_(User.email.like(text, escape="\\"), func.lower(User.name).like(text, escape="\\"))
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return session.scalars(query.order_by(User.email).offset(page.offset).limit(page.size)).all(), total


def user(session: Session, id_: str) -> User | None:
    """An account, unless its person was forgotten."""
    return session.scalar(select(User).where(User.id == id_, User.erased_at.is_(None)))


def lock_admins(session: Session) -> Sequence[str]:
    """The site admins that are let in; none is added or taken until the transaction ends."""
    return session.scalars(
        select(User.id).where(User.is_admin, User.disabled_at.is_(None)).order_by(User.id).with_for_update()
    ).all()


def last_seen(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """When each was last seen with a browser that is still signed in."""
    query = select(BrowserSession.user_id, func.max(BrowserSession.seen_at)).group_by(BrowserSession.user_id)
    return {row[0]: row[1] for row in session.execute(query.where(BrowserSession.user_id.in_(ids)))}


def courses_of(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """On how many rosters each is."""
    query = select(Member.user_id, func.count()).group_by(Member.user_id)
    return {row[0]: row[1] for row in session.execute(query.where(Member.user_id.in_(ids)))}


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
