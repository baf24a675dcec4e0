"""The migrations, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from api.db.base import Base
from api.db.migrate import migrations, upgrade
from api.db.session import make_engine


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return request.getfixturevalue("postgres").empty()
    return f"sqlite:///{tmp_path / 'empty.db'}"


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return names


def test_the_tables_that_migrations_make_are_those_that_the_code_expects(empty_url: str) -> None:
    upgrade(empty_url)
    command.check(migrations(empty_url))
    assert tables(empty_url) == set(Base.metadata.tables)


def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)
    command.check(migrations(empty_url))


def test_migrations_can_be_taken_back(empty_url: str) -> None:
    upgrade(empty_url)
    command.downgrade(migrations(empty_url), "base")
    assert tables(empty_url) == set()
    upgrade(empty_url)
    assert tables(empty_url) == set(Base.metadata.tables)
