"""The kinds of session: what each asks the database for, and what one does whose server was started anew."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.db import session as sessions
from api.db.models import User
from api.db.session import Database
from tests.fixtures.postgres import Postgres

STATE = "SELECT state FROM pg_stat_activity WHERE pid = {pid}"


@pytest.fixture
def ours(postgres: Postgres) -> Iterator[Database]:
    database = Database(postgres.empty())
    yield database
    database.close()


def own_number(session: Session) -> object:
    return session.scalar(text("SELECT pg_backend_pid()"))


def end_connections(postgres: Postgres, database: Database) -> None:
    """What a restart does to the pool's connections."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [database.engine.url.database],
        )


@pytest.mark.postgres
def test_a_session_that_asks_begins_no_transaction_and_one_that_reads_does(ours: Database):
    with ours.asking() as asking, ours.reading() as reading, ours.asking() as looking_on:
        states = [
            looking_on.scalar(text(STATE.format(pid=own_number(session)))) for session in (asking, reading)
        ]

    assert states == ["idle", "idle in transaction"]


def test_a_session_that_asks_stores_nothing(database: Database):
    with database.asking() as session:
        session.add(User(email="ada@x.edu", name="Ada"))
        session.scalars(select(User)).all()

    with database.reading() as session:
        assert session.scalar(select(User).where(User.email == "ada@x.edu")) is None


@pytest.mark.postgres
def test_a_connection_that_rested_while_the_database_was_away_is_not_used(
    postgres: Postgres, ours: Database, monkeypatch: pytest.MonkeyPatch
):
    with ours.reading() as session:
        before = own_number(session)
    end_connections(postgres, ours)
    monkeypatch.setattr(sessions, "RESTED_SECONDS", 0.0)

    with ours.reading() as session:
        assert own_number(session) != before


@pytest.mark.postgres
def test_one_that_broke_just_now_fails_once_and_no_other_of_the_pool_does(
    postgres: Postgres, ours: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sessions, "RESTED_SECONDS", 3600.0)
    with ours.reading() as one, ours.reading() as other:
        assert own_number(one) != own_number(other)
    end_connections(postgres, ours)

    with pytest.raises(OperationalError), ours.reading() as session:
        own_number(session)
    with ours.reading() as one, ours.reading() as other:
        assert own_number(one) != own_number(other)
