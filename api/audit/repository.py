"""Where what people did is looked up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from api.db.models import AuditEntry, User
from api.paging import Page

BATCH = 500
KNOWN_ACTIONS = 200


@dataclass(frozen=True)
class Sought:
    """What is looked for; empty: everything. course_id: None for the whole site.

    person: a part of the e-mail address of who did it or whom it concerns. action: how it begins, as `token`
    or `token.make`. subject: a table's name, or a row's id.
    """

    course_id: str | None = None
    person: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def entries(session: Session, sought: Sought, page: Page) -> tuple[Sequence[AuditEntry], int]:
    """A page of entries, newest first, and how many there are."""
    query = _query(sought)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    chosen = _whole(query).offset(page.offset).limit(page.size)
    return session.scalars(chosen).all(), total


def every_entry(session: Session, sought: Sought) -> Iterator[AuditEntry]:
    """All entries, newest first, a batch at a time."""
    yield from session.scalars(_whole(_query(sought))).yield_per(BATCH)


def actions(session: Session, course_id: str | None) -> Sequence[str]:
    """The kinds of acts that were noted, to choose from."""
    query = select(AuditEntry.action).distinct().order_by(AuditEntry.action).limit(KNOWN_ACTIONS)
    if course_id is not None:
        query = query.where(AuditEntry.course_id == course_id)
    return session.scalars(query).all()


def _whole(query: Select[AuditEntry]) -> Select[AuditEntry]:
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).options(
        joinedload(AuditEntry.actor), joinedload(AuditEntry.about), joinedload(AuditEntry.course)
    )


def _query(sought: Sought) -> Select[AuditEntry]:
    wanted: list[ColumnElement[bool]] = []
    if sought.course_id is not None:
        wanted.append(AuditEntry.course_id == sought.course_id)
    if sought.person:
        person = aliased(User)
        ids = select(person.id).where(person.email.contains(sought.person.lower(), autoescape=True))
        wanted.append(or_(AuditEntry.actor_id.in_(ids), AuditEntry.about_id.in_(ids)))
    if sought.action:
        wanted.append(AuditEntry.action.startswith(sought.action, autoescape=True))
    if sought.subject:
        wanted.append(
            or_(AuditEntry.subject_table == sought.subject, AuditEntry.subject_id == sought.subject)
        )
    if sought.since is not None:
        wanted.append(AuditEntry.at >= sought.since)
    if sought.until is not None:
        wanted.append(AuditEntry.at < sought.until)
    return select(AuditEntry).where(*wanted)
