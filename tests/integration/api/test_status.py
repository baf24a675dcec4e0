"""How the service stands, as its staff see it, on both databases."""

import pytest

from api.db.base import utc_now
from api.db.models import Role, Worker
from api.workers.service import ABSENT, FORGOTTEN, forget_the_dead
from graders.told import Begun
from tests.integration.api.homework import LINEAR, TORCH
from tests.integration.api.house import House, Person
from tests.integration.api.service_house import Recording, worker


@pytest.fixture
def recording(house: House) -> Recording:
    return Recording(house)


@pytest.fixture
def prof(house: House) -> Person:
    house.course(LINEAR, TORCH)
    return house.person("prof@x.edu", Role.INSTRUCTOR)


def test_workers_and_lines_are_told_as_they_are(house: House, recording: Recording, prof: Person) -> None:
    for number in range(5):
        house.person(f"s{number}@x.edu", Role.STUDENT).hand_in()
    recording.enter(worker(slots=1))
    for job in recording.feed():
        recording.hear(Begun(job.about, "w1", job.attempts))
    told = prof.get("/status").json()
    (only,) = told["workers"]
    assert (only["name"], only["state"], only["slots"], only["runtimes"]) == ("w1", "at work", 1, ["numpy"])
    lines = {line["runtime"]: line for line in told["lines"]}
    assert (lines["numpy"]["waiting"], lines["numpy"]["running"], lines["numpy"]["served"]) == (3, 2, True)
    assert (lines["torch"]["waiting"], lines["torch"]["running"], lines["torch"]["served"]) == (5, 0, False)


def test_a_worker_that_is_not_heard_of_is_absent_and_then_forgotten(
    house: House, recording: Recording, prof: Person
) -> None:
    recording.enter(worker())
    with house.database.writing() as session:
        session.get_one(Worker, "w1").seen_at = utc_now() - 2 * ABSENT
    assert [each["state"] for each in prof.get("/status").json()["workers"]] == ["absent"]
    with house.database.writing() as session:
        forget_the_dead(session, utc_now() + FORGOTTEN)
    assert prof.get("/status").json()["workers"] == []


def test_the_page_says_what_nobody_serves(house: House, recording: Recording, prof: Person) -> None:
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    recording.enter(worker())
    page = house.client.get("/status", headers={"Authorization": f"Bearer {prof.token}"})
    assert page.status_code == 200
    assert "no worker serves this" in page.text
    assert page.text.count("at work") == 1
