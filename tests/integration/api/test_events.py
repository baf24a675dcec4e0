"""Watching a submission, on both databases."""

import json
from collections.abc import Iterator
from threading import Thread, Timer

import pytest

from api.db.models import Role
from api.events import service as events
from api.events import watch
from tests.integration.api.homework import LINEAR, SECRET, TORCH
from tests.integration.api.house import House, Person

Told = tuple[str, dict[str, object], str]


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_QUICK", 0.01)
    monkeypatch.setattr(watch, "_SLOW", 0.02)


def listen(person: Person, id_: str, after: int = 0) -> list[Told]:
    """The whole stream: (event, data, id) of each."""
    answer = person.get(f"/submissions/{id_}/events", headers={"Last-Event-ID": str(after)})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    return list(parse(answer.text))


def parse(text: str) -> Iterator[Told]:
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in fields:
            yield fields["event"], json.loads(fields["data"]), fields.get("id", "")


def test_a_server_that_ends_closes_its_streams_and_a_browser_resumes_at_the_next_one(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in().json()["id"]
    Timer(1.0, house.app.state.ending.set).start()
    told = listen(ada, id_)
    assert {kind for kind, _, _ in told} == {"state"}
    house.app.state.ending.clear()

    house.settle(house.claim(), LINEAR)
    assert [kind for kind, _, _ in listen(ada, id_, after=1)] == ["state", "report", "finished"]


def graded(house: House, person: Person) -> str:
    id_: str = person.hand_in().json()["id"]
    while (job := house.claim()) is not None:
        with house.database.writing() as session:
            events.note_progress(session, id_, problem="linear", check="forward", done=1, total=3)
        house.settle(job, LINEAR, TORCH, SECRET, failed=("backward",))
    return id_


def test_the_stream_tells_the_whole_story_and_ends(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    told = listen(ada, graded(house, ada))
    assert [kind for kind, _, _ in told] == ["state", "state", "progress", "report", "finished"]
    assert [id_ for _, _, id_ in told] == ["1", "2", "3", "4", "5"]
    assert told[2][1] == {"problem": "linear", "check": "forward", "done": 1, "total": 3}
    report = told[3][1]
    assert (report["problem"], report["title"], report["earned"], report["points"]) == (
        "linear", "Linear layer", 2, 5,
    )  # fmt: skip
    assert told[4][1] == {"state": "graded"}


def test_a_stream_resumes_after_the_last_event_that_came_through(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = graded(house, ada)
    assert [number for _, _, number in listen(ada, id_, after=3)] == ["4", "5"]
    assert [kind for kind, _, _ in listen(ada, id_, after=5)] == ["finished"]
    assert [kind for kind, _, _ in listen(ada, id_, after=99)] == ["finished"]


def test_a_waiting_student_is_told_their_place_as_it_changes(house: House) -> None:
    house.course(LINEAR)
    ada, bob = house.person("ada@x.edu", Role.STUDENT), house.person("bob@x.edu", Role.STUDENT)
    ada.hand_in()
    id_ = bob.hand_in().json()["id"]
    heard: list[Told] = []
    listener = Thread(target=lambda: heard.extend(listen(bob, id_)))
    listener.start()
    for _ in range(2):
        job = house.claim()
        assert job is not None
        listener.join(0.3)
        house.settle(job, LINEAR)
    listener.join(20)
    places = [data["position"] for kind, data, _ in heard if kind == "state" and "position" in data]
    assert places == [1] or places == [2, 1]
    assert heard[-1][0] == "finished"


def test_hidden_checks_are_not_named_while_they_run(house: House) -> None:
    house.course(SECRET)
    ada, ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
    id_ = ada.hand_in().json()["id"]
    job = house.claim()
    assert job is not None
    with house.database.writing() as session:
        for done, check in enumerate(("shown", "never")):
            events.note_progress(session, id_, problem="secret", check=check, done=done, total=3)
    house.settle(job, SECRET, failed=("never",))

    def names(person: Person) -> list[object]:
        return [data["check"] for kind, data, _ in listen(person, id_) if kind == "progress"]

    def earned(person: Person) -> list[object]:
        return [data["earned"] for kind, data, _ in listen(person, id_) if kind == "report"]

    assert (names(ada), earned(ada)) == (["shown", ""], [5])
    assert (names(ta), earned(ta)) == (["shown", "never"], [12])


def test_a_stream_holds_no_connection_while_it_waits(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in().json()["id"]
    listeners = [Thread(target=listen, args=(ada, id_)) for _ in range(60)]
    for listener in listeners:
        listener.start()
    # More streams than the pool has connections, and yet there is one for everybody else.
    assert ada.get("/me").status_code == 200
    job = house.claim()
    assert job is not None
    house.settle(job, LINEAR)
    for listener in listeners:
        listener.join(30)
    assert not any(listener.is_alive() for listener in listeners)


@pytest.mark.parametrize("last", ["-1", "x", "99999999999999999999"])
def test_a_nonsense_last_event_is_refused(house: House, last: str) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in().json()["id"]
    assert ada.get(f"/submissions/{id_}/events", headers={"Last-Event-ID": last}).status_code == 422
