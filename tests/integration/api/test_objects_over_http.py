"""The server with its files in a real S3 server, which is killed in between."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.db.models import Event, Grading, Role, Submission
from api.db.session import Database
from tests.fixtures.s3 import KEY, KEY_ID, S3
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import PASSWORD, House

pytestmark = pytest.mark.xdist_group("servers")


@pytest.fixture
def objects(s3: S3, migrated_file: Path, tmp_path: Path) -> Iterator[House]:
    """A house whose files are objects."""
    shutil.copy(migrated_file, tmp_path / "allclose.db")
    database = Database(f"sqlite:///{tmp_path / 'allclose.db'}")
    place = {"objects": f"s3://{s3.bucket()}/files", "s3_endpoint": s3.endpoint}
    with House(database, tmp_path / "data", **place, s3_key_id=KEY_ID, s3_key=KEY) as house:
        yield house
    database.close()


def rows(house: House) -> list[int]:
    with house.database.reading() as session:
        return [session.query(kind).count() for kind in (Submission, Grading, Event)]


def test_handins_go_through_object_storage_and_are_refused_while_it_is_away(objects: House, s3: S3) -> None:
    objects.course(LINEAR)
    ada = objects.person("ada@x.edu", Role.STUDENT)
    first = tar({"mytorch/linear.py": b"first", "plot.png": b"no picture"})
    receipt = ada.hand_in(first)
    assert receipt.status_code == 202
    before, of_first = rows(objects), f"/submissions/{receipt.json()['id']}"
    with s3.away():
        refused = ada.hand_in(tar({"mytorch/linear.py": b"second"}), key="again")
        assert (refused.status_code, refused.json()["type"]) == (503, "urn:allclose:not-ready")
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) > 0
        assert "send it again" in refused.json()["detail"]
        assert s3.endpoint not in refused.text
        assert rows(objects) == before
        assert len(objects.queue.jobs) == 1
        assert ada.get(f"{of_first}/archive").status_code == 503
        # What is in rows can be read all the same, by people too.
        assert ada.get(of_first).status_code == 200
        objects.set_password(ada)
        browser = objects.browser()
        browser.post("/sign-in", data={"email": ada.email, "password": PASSWORD})
        assert browser.get(of_first, headers={"accept": "text/html"}).status_code == 200
    assert ada.get(f"{of_first}/archive").content == first
    again = ada.hand_in(tar({"mytorch/linear.py": b"second"}), key="again")
    assert (again.status_code, again.json()["number"]) == (202, 2)
    assert not list(objects.settings.data.rglob("blobs"))
