"""The migrations, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from api.auth.scopes import ALL
from api.db.base import Base
from api.db.migrate import migrations, upgrade
from api.db.models import ApiToken, BrowserSession
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


def test_what_was_there_before_courses_had_problems_of_their_own_is_there_after(empty_url: str) -> None:
    command.upgrade(migrations(empty_url), "0001")
    engine = make_engine(empty_url)
    with engine.execution_options(writes=True).begin() as connection:
        for line in BEFORE:
            connection.execute(text(line))
    upgrade(empty_url)
    with engine.connect() as connection:
        held = connection.execute(text(HELD)).one()
    engine.dispose()
    assert tuple(held) == ("linear", None, 2, "hw1", "")


def test_a_token_from_before_scopes_keeps_what_it_could_do(empty_url: str) -> None:
    command.upgrade(migrations(empty_url), "0006")
    engine = make_engine(empty_url)
    with engine.execution_options(writes=True).begin() as connection:
        for line in SIGNED_IN:
            connection.execute(text(line))
    upgrade(empty_url)
    with Session(engine) as session:
        token, browser = session.query(ApiToken).one(), session.query(BrowserSession).one()
        assert set(token.scopes) == ALL
        assert token.expires_at is None
        assert browser.seen_at == browser.created_at
    engine.dispose()


DAY = "'2026-01-01 00:00:00+00'"
SIGNED_IN = [
    f"INSERT INTO users (id, email, name, is_admin, created_at) VALUES ('u', 'e', '', false, {DAY})",
    "INSERT INTO api_tokens (id, user_id, name, token_digest, created_at) "
    f"VALUES ('t', 'u', 'laptop', 'd', {DAY})",
    "INSERT INTO browser_sessions (id, user_id, token_digest, created_at, expires_at) "
    f"VALUES ('s', 'u', 'd', {DAY}, {DAY})",
]
BEFORE = [
    f"INSERT INTO courses VALUES ('c', 'dl', 'DL', {DAY}, {DAY})",
    f"INSERT INTO problems (id, slug, created_at) VALUES ('p', 'linear', {DAY})",
    *(
        "INSERT INTO bundle_versions (id, problem_id, number, digest, title, runtime, device, points, text, "
        f"created_at) VALUES ('v{number}', 'p', {number}, 'd{number}', 'L', 'numpy', 'cpu', 1, '{{}}', {DAY})"
        for number in (1, 2)
    ),
    "INSERT INTO assignments (id, course_id, slug, title, handout, seed, created_at) "
    f"VALUES ('a', 'c', 'hw1', 'HW', '', 1, {DAY})",
    "INSERT INTO assignment_problems (id, assignment_id, problem_id, bundle_version_id, place) "
    "VALUES ('ap', 'a', 'p', 'v1', 0)",
]
HELD = (
    "SELECT problems.slug, problems.course_id, problems.published, assignments.slug, assignments.preface "
    "FROM assignment_problems JOIN problems ON problems.id = assignment_problems.problem_id "
    "JOIN assignments ON assignments.id = assignment_id JOIN bundle_versions v ON v.id = bundle_version_id"
)
