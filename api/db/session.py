"""The door to the database: sessions that read, sessions that write, and work that waits for the commit.

Postgres and SQLite are used through the same code. SQLite has one writer at a time: a session that
writes says so when its transaction begins (BEGIN IMMEDIATE) and waits its turn there, because a
transaction that only finds out later that it must write is refused rather than made to wait.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, sessionmaker

RESTED_SECONDS = 1.0
"""A connection that nobody used for so long is tried first: the database may have been started anew."""
_AFTER_COMMIT = "after_commit"
_USED = "used"
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000")


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; the latter always by psycopg 3."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, pool_size=10, max_overflow=40)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address, pool_size=10, max_overflow=40)
    event.listen(engine, "connect", _prepare_postgres)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_try_rested, engine))
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info[_USED] = time.monotonic()


def _try_rested(engine: Engine, connection: Any, record: Any, _proxy: object) -> None:
    # The pool could try every one, at the price of a question for each session.
    if time.monotonic() - record.info.get(_USED, time.monotonic()) < RESTED_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _prepare_postgres(connection: Any, _record: object) -> None:
    # Postgres takes a page by an index for four times as dear as the next one, as on a disk that turns, and
    # reads 70,000 gradings through to find 7,000.
    connection.execute("SET random_page_cost = 1.1")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it never begins one for a read.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """One database, and the two kinds of session it is used through."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)
        is_postgres = self.engine.dialect.name == "postgresql"
        asking = self.engine.execution_options(isolation_level="AUTOCOMMIT") if is_postgres else self.engine
        self._askers = sessionmaker(asking, autoflush=False, expire_on_commit=False)
        self._writers = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)
        event.listen(self._writers, "after_commit", _run_after_commit)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose transaction is never committed."""
        with self._readers() as session:
            yield session

    @contextmanager
    def asking(self) -> Iterator[Session]:
        """A session for a few questions, each answered as of its own moment.

        On Postgres it begins no transaction: two round trips fewer, where there are two questions. It stores
        nothing that is added to it.
        """
        with self._askers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when its block ends, and rolls back when the block raises."""
        with self._writers.begin() as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Call this once the session's transaction is committed, and never if it is rolled back."""
    session.info.setdefault(_AFTER_COMMIT, []).append(call)


def _run_after_commit(session: Session) -> None:
    for call in session.info.pop(_AFTER_COMMIT, []):
        call()
