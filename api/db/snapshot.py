"""A copy of a database at one moment, while others write to it, and what a copy is known by.

Only SQLite is copied here. Postgres has a pg_dump for that, which must be as new as the server is: it is run
where the server lives, as OPERATING.md says.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.migrate import migrations
from api.db.models import User


class Damaged(Exception):
    """A copy of the database is not sound."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy the database by SQLite's own backup, and look whether the copy is sound. Raises Damaged.

    In one step: a copy in many begins anew whenever somebody writes in between. Writers need not wait for it.
    """
    target.unlink(missing_ok=True)
    target.touch(0o600)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # A copy that nobody writes to needs no log beside it.
        new.execute("PRAGMA journal_mode=DELETE")
        told = new.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        raise Damaged(f"The copy of {source} is not sound: {told}.")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def revision_of(session: Session) -> str | None:
    """The revision of the tables; None where there are none."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this release can read tables of a revision, or bring them to its own."""
    script = ScriptDirectory.from_config(migrations(""))
    return revision in {each.revision for each in script.walk_revisions()}


def first_user(session: Session) -> str:
    """The oldest account's id; "" where there is no account. Two servers never share it."""
    return session.scalars(select(User.id).order_by(User.id).limit(1)).first() or ""
