"""Forgetting a person: what would go and what would stay, and doing it.

Two ways. *Pseudonym*: the account, its name and addresses go, handins and scores stay, of somebody unnamed:
what a course must keep of past grades. *All*: handins, scores and memberships go too, and files that nobody
else needs. What the person did as staff (decisions, uploaded problems) belongs to others' grades and stays in
either case, of somebody unnamed. Backups that were made before still hold everything until they are thrown
away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, delete, exists, func, select, update
from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.blobs.named import is_named
from api.db.base import Base, utc_now
from api.db.models import (
    ApiToken,
    AuditEntry,
    BrowserSession,
    Identity,
    Member,
    PasswordLink,
    Submission,
    User,
)
from api.db.session import Database
from api.errors import Conflict
from api.personal.rows import USERS, references

HANDINS = Base.metadata.tables[Submission.__tablename__]
BATCH = 500


class Way(StrEnum):
    """How much is forgotten."""

    PSEUDONYM = "pseudonym"
    ALL = "all"


@dataclass(frozen=True)
class Preview:
    """What there is of a person. acts: rows that name them as staff, which stay of somebody unnamed."""

    email: str
    courses: int
    handins: int
    files: int
    tokens: int
    browsers: int
    noted: int
    acts: int


def preview(session: Session, user: User) -> Preview:
    """Count what would go and what would stay."""

    def count(model: Any, *where: Any) -> int:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0

    return Preview(
        email=user.email,
        courses=count(Member, Member.user_id == user.id),
        handins=count(Submission, Submission.student_id == user.id),
        files=len(_digests(session, user.id)),
        tokens=count(ApiToken, ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)),
        browsers=count(BrowserSession, BrowserSession.user_id == user.id),
        noted=count(AuditEntry, AuditEntry.about_id == user.id),
        acts=sum(count(table, column == user.id) for table, column in _acts()),
    )


def forget(database: Database, blobs: BlobStore, caller: Caller, user_id: str, way: Way) -> int:
    """Forget a person; how many files were removed. Raises Conflict for oneself and for other site admins.

    Files are removed when nothing can be taken back any more: a file that stays by mistake harms less than a
    handin without its file.
    """
    with database.writing() as session:
        user = session.get_one(User, user_id)
        _refuse_some(caller, user)
        digests = _digests(session, user.id) if way is Way.ALL else set()
        audit.note(session, caller, "user.forget", user, way=str(way))
        _unname(session, user)
        if way is Way.ALL:
            _delete_handins(session, user.id)
            session.execute(delete(Member).where(Member.user_id == user.id))
            if not _is_needed(session, user.id):
                session.delete(user)
    return _remove_unneeded(database, blobs, digests)


def _refuse_some(caller: Caller, user: User) -> None:
    if user.id == caller.id:
        raise Conflict("This is your own account; another site admin must forget you.")
    if user.is_admin:
        raise Conflict("This is a site admin; take that away from them first.")


def _unname(session: Session, user: User) -> None:
    """Leave nothing by which somebody could be known, or sign in."""
    for model in (ApiToken, BrowserSession, PasswordLink, Identity):
        session.execute(delete(model).where(model.user_id == user.id))
    session.execute(update(Member).where(Member.user_id == user.id).values(student_id=None, section=""))
    session.execute(update(Submission).where(Submission.student_id == user.id).values(archive_name="handin"))
    session.execute(update(AuditEntry).where(AuditEntry.about_id == user.id).values(details={}))
    now = utc_now()
    user.email, user.name, user.password_hash = f"{user.id}@forgotten.invalid", "", None
    user.time_zone, user.is_admin = "", False
    user.disabled_at, user.erased_at = now, now
    session.flush()


def _delete_handins(session: Session, user_id: str) -> None:
    """Delete the person's handins with all that hangs on them."""
    ids = session.scalars(select(Submission.id).where(Submission.student_id == user_id)).all()
    for first in range(0, len(ids), BATCH):
        _delete_rows(session, HANDINS, ids[first : first + BATCH])


def _delete_rows(session: Session, table: Table, ids: Sequence[str]) -> None:
    """Delete rows, after those that refer to them and that the database would not take along."""
    for other, column, key in references(table):
        if key.ondelete is not None or other is table:
            continue
        if column.nullable:
            session.execute(update(other).where(column.in_(ids)).values({column.name: None}))
            continue
        if "id" not in other.columns:
            session.execute(delete(other).where(column.in_(ids)))
            continue
        theirs = session.scalars(select(other.c.id).where(column.in_(ids))).all()
        for first in range(0, len(theirs), BATCH):
            _delete_rows(session, other, theirs[first : first + BATCH])
    session.execute(delete(table).where(table.c.id.in_(ids)))


def _acts() -> list[tuple[Table, Any]]:
    """The columns that keep a row of `users` where it is, but for handins: what its person did for others."""
    return [
        (table, column)
        for table, column, key in references(USERS)
        if key.ondelete is None and table is not HANDINS
    ]


def _is_needed(session: Session, user_id: str) -> bool:
    return any(session.scalar(select(exists().where(column == user_id))) for _, column in _acts())


def _digests(session: Session, user_id: str) -> set[str]:
    """The files of the person's handins."""
    query = select(Submission.digest, Submission.archive_digest).where(Submission.student_id == user_id)
    return {digest for row in session.execute(query) for digest in row}


def _remove_unneeded(database: Database, blobs: BlobStore, digests: set[str]) -> int:
    """Remove the files that no row names any more; how many there were.

    Within a transaction that writes: where the database has one writer, nobody hands the same file in
    meanwhile.
    """
    removed = 0
    for digest in sorted(digests):
        with database.writing() as session:
            if not is_named(session, digest):
                blobs.remove(digest)
                removed += 1
    return removed
