"""The door to the database: sessions that read, sessions that write, and work that waits for the commit.

Postgres and SQLite are used through the same code. SQLite has one writer at a time: a session that
writes says so when its transaction begins (BEGIN IMMEDIATE) and waits its turn there, because a
transaction that only finds out later that it must write is refused rather than made to wait.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

_AFTER_COMMIT = "after_commit"
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
    engine = create_engine(address, pool_size=10, max_overflow=40, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


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
        self._writers = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)
        event.listen(self._writers, "after_commit", _run_after_commit)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose transaction is never committed."""
        with self._readers() as session:
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
