"""Which rows name a person, whichever table they are in.

Found from the tables themselves, so that a new one is not overlooked.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, select
from sqlalchemy.orm import Session

from api.db.base import Base
from api.db.models import User

USERS = Base.metadata.tables[User.__tablename__]
TOLD_ELSEWHERE = frozenset(
    {
        "api_tokens",
        "browser_sessions",
        "identities",
        "members",
        "submissions",
        "audit_entries",
        "password_links",
    }
)
OWN = frozenset({"student_id", "user_id", "author_id"})
"""Columns of rows that concern a person, or hold their own words."""
SECRET = ("digest", "hash", "verifier")
"""What the name of a column says that is nobody's to read."""


def references(table: Table) -> Iterator[tuple[Table, Column[Any], ForeignKey]]:
    """Every column of any table that refers to a row of this one."""
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            for key in column.foreign_keys:
                if key.column.table is table:
                    yield other, column, key


def rows_of(session: Session, user_id: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows that name a person, by table, but for those that the export tells in other words.

    What concerns the person, or is their own text, whole; of what they did for others only that they did.
    """
    for table, column, _ in references(USERS):
        if table.name in TOLD_ELSEWHERE:
            continue
        told = _told(table) if column.name in OWN else [table.columns.id]
        found = session.execute(select(*told).where(column == user_id)).mappings()
        rows = [dict(row) for row in found]
        if rows:
            yield f"{table.name}.{column.name}", rows


def _told(table: Table) -> list[Column[Any]]:
    others = {column.name for other, column, _ in references(USERS) if other is table}
    return [
        each
        for each in table.columns
        if each.name not in others and not any(word in each.name for word in SECRET)
    ]
