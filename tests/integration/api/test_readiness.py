"""Whether a server says that it cannot do its work, and what is wrong."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from api.db.migrate import migrations, upgrade
from api.db.session import Database
from tests.integration.api.house import House


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return request.getfixturevalue("postgres").empty()
    return f"sqlite:///{tmp_path / 'empty.db'}"


def refusal(house: House) -> str:
    answer = house.client.get("/readyz")
    assert answer.status_code == 503
    assert house.client.get("/healthz").json() == {"status": "alive"}
    sentence: str = answer.json()["detail"]
    return sentence


def test_a_database_of_another_release_is_not_ready(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    with House(database, tmp_path / "data") as house:
        assert "run `allclose migrate`" in refusal(house)
        command.upgrade(migrations(empty_url), "0003")
        assert "run `allclose migrate`" in refusal(house)
        upgrade(empty_url)
        assert house.client.get("/readyz").json() == {"status": "ready"}
        with database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert "belongs to a newer release" in refusal(house)
    database.close()


def test_a_database_that_is_away_is_named_and_its_address_is_not(tmp_path: Path) -> None:
    with House(Database("postgresql://allclose:hunter2@127.0.0.1:1/grades"), tmp_path) as house:
        said = house.client.get("/readyz").text
    assert "The database does not answer." in said
    assert not any(secret in said for secret in ("hunter2", "127.0.0.1", "grades"))


def test_a_disk_that_cannot_be_written_is_not_ready(house: House) -> None:
    shutil.rmtree(house.settings.blob_folder)
    said = refusal(house)
    assert "Files cannot be stored" in said
    assert str(house.settings.data) not in said


def test_a_server_that_ends_is_not_ready(house: House) -> None:
    house.app.state.ending.set()
    assert "ends" in refusal(house)
