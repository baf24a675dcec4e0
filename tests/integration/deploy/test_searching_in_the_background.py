"""The embedded server searches for shared code in its back room, without a box, once no student waits."""

from threading import Event
from typing import Any

import pytest

from api.db.models import SimilarityRun
from api.queue import Served
from api.similarity import work
from deploy.background import BackRoom
from deploy.background.comparer import Comparer
from tests.integration.api.house import House
from tests.integration.api.test_similarity import ALIKE, COPY, OWN, Course
from tests.integration.deploy.test_proving_in_the_background import BrokenSandbox

ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def dl(database: Any, tmp_path: Any) -> Any:
    with House(database, tmp_path / "data") as house:
        course = Course(house)
        course.hand_in("ada", OWN)
        course.hand_in("bob", COPY)
        assert course.prof.post(ALIKE, json={}).status_code == 202
        yield course


def room_of(dl: Course, *runtimes: str) -> BackRoom:
    house = dl.house
    chores = [Comparer(house.database, house.blobs)]
    return BackRoom(house.database, BrokenSandbox(), Served(frozenset(runtimes)), chores, pause_seconds=0.01)


@ON_ONE_DATABASE
def test_a_search_is_done_without_a_box(dl: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    found, settle = Event(), work.settle
    monkeypatch.setattr(work, "settle", lambda *told: (settle(*told), found.set())[0])
    room = room_of(dl)
    room.start()
    try:
        assert found.wait(60)
    finally:
        room.stop()
    assert len(dl.pairs()) == 1


@ON_ONE_DATABASE
def test_a_search_stands_back_while_a_student_waits(dl: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Event()
    room = room_of(dl, "numpy")  # for which both handins wait
    waits = room.students_wait
    monkeypatch.setattr(room, "students_wait", lambda: (waits(), looked.set())[0])
    room.start()
    try:
        assert looked.wait(60)
    finally:
        room.stop()
    with dl.house.database.reading() as session:
        [run] = session.query(SimilarityRun).all()
        assert (run.state, run.attempt) == ("queued", 0)
