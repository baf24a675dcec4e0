"""Jobs go to workers that have room, in the order of the line, and none is lost, on both databases."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from api.db.base import utc_now
from api.db.models import Grading, GradingState, Role, Worker
from api.gradings import service
from graders.job import GradeJob
from graders.told import Begun, Left
from tests.integration.api.homework import CUDA, LINEAR, SECRET, TORCH, tar
from tests.integration.api.house import House
from tests.integration.api.service_house import LEASE, Recording, worker


@pytest.fixture
def recording(house: House) -> Recording:
    return Recording(house)


def hand_in(house: House, count: int, name: str = "s") -> list[str]:
    people = [house.person(f"{name}{number}@x.edu", Role.STUDENT) for number in range(count)]
    return [person.hand_in().json()["id"] for person in people]


def gradings(house: House) -> list[Grading]:
    with house.database.reading() as session:
        return session.query(Grading).order_by(Grading.id).all()


def test_nothing_is_given_out_while_no_worker_is_there(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    hand_in(house, 3)
    assert recording.feed() == []
    assert {grading.attempt for grading in gradings(house)} == {0}


def test_each_place_has_one_job_that_runs_and_one_that_waits_and_the_rest_stays_in_line(
    house: House, recording: Recording
) -> None:
    house.course(LINEAR)
    ids = hand_in(house, 7)
    recording.enter(worker(slots=2))
    assert [job.about for job in recording.feed()] == ids[:4]
    assert recording.feed() == []
    recording.hear(*recording.graded(LINEAR))
    assert [job.about for job in recording.feed()] == ids[4:5]


def test_a_worker_is_given_what_it_can_run_and_the_rest_waits_for_another(
    house: House, recording: Recording
) -> None:
    house.course(LINEAR, TORCH, CUDA)
    hand_in(house, 1)
    recording.enter(worker("w1", ("numpy",)))
    assert [(job.runtime, job.device) for job in recording.feed()] == [("numpy", "cpu")]
    recording.enter(worker("w2", ("torch",)))
    assert [(job.runtime, job.device) for job in recording.feed()] == [("torch", "cpu")]
    recording.enter(worker("w3", ("numpy",), gpus=1))
    assert [(job.runtime, job.device) for job in recording.feed()] == [("numpy", "cuda")]


def test_what_no_worker_began_is_given_out_again_and_has_lost_no_attempt(
    house: House, recording: Recording
) -> None:
    house.course(LINEAR)
    hand_in(house, 1)
    recording.enter(worker())
    for number in range(1, 6):
        (job,) = recording.feed()
        assert isinstance(job, GradeJob)
        assert job.items[0].attempt == number
        with house.database.writing() as session:
            swept = service.sweep(session, utc_now() + 2 * LEASE)
        assert (len(swept.queued), swept.faults) == (1, ())


def test_what_a_worker_died_of_three_times_is_a_fault(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    hand_in(house, 1)
    recording.enter(worker())
    for _ in range(3):
        (job,) = recording.feed()
        recording.hear(Begun(job.about, "w1", job.attempts))
        with house.database.writing() as session:
            swept = service.sweep(session, utc_now() + 2 * LEASE)
    assert len(swept.faults) == 1
    assert recording.feed() == []


def test_what_a_dead_worker_holds_takes_nobody_elses_place(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    ids = hand_in(house, 3)
    recording.enter(worker("dead", slots=1))
    for job in recording.feed():
        recording.hear(Begun(job.about, "dead", job.attempts))
    with house.database.writing() as session:
        row = session.get_one(Worker, "dead")
        row.seen_at = utc_now() - timedelta(minutes=1)
    recording.enter(worker("alive", slots=1))
    assert [job.about for job in recording.feed()] == ids[2:]


def test_a_worker_that_has_left_is_given_nothing(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    hand_in(house, 1)
    recording.enter(worker())
    recording.hear(Left("w1"))
    assert recording.feed() == []


def test_courses_take_turns_whatever_the_burst(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    house.course(LINEAR, slug="cv")
    burst = hand_in(house, 8)
    ada = house.person("ada@x.edu", Role.STUDENT, course="cv")
    single = ada.hand_in(course="cv").json()["id"]
    recording.enter(worker(slots=1))
    assert [job.about for job in recording.feed()] == [burst[0], single]


def test_a_students_newest_is_given_out_before_their_older_ones(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    ada, bob = (house.person(f"{name}@x.edu", Role.STUDENT) for name in ("ada", "bob"))
    older = [ada.hand_in(tar({"mytorch/linear.py": b"x = %d" % number})).json()["id"] for number in range(3)]
    other = bob.hand_in().json()["id"]
    recording.enter(worker(slots=2))
    assert [job.about for job in recording.feed()] == [older[2], other, older[1], older[0]]


def test_a_job_carries_links_and_tickets_and_no_secret(house: House, recording: Recording) -> None:
    house.course(LINEAR, SECRET)
    hand_in(house, 1)
    recording.enter(worker())
    (job,) = recording.feed()
    assert isinstance(job, GradeJob)
    assert job.handin.url.startswith(f"http://server/objects/{job.handin.digest}?")
    for item, attempt in zip(job.items, job.attempts, strict=True):
        assert urlsplit(item.bundle.url).path == f"/objects/{item.bundle.digest}"
        assert house.keys.gave_out(attempt)
    assert len({item.ticket for item in job.items}) == 2


def test_the_state_is_running_from_when_it_is_given_out(house: House, recording: Recording) -> None:
    house.course(LINEAR)
    hand_in(house, 1)
    recording.enter(worker())
    (job,) = recording.feed()
    (grading,) = gradings(house)
    assert (grading.state, grading.worker, grading.started_at) == (GradingState.RUNNING, None, None)
    recording.hear(Begun(job.about, "w1", job.attempts))
    (grading,) = gradings(house)
    assert grading.worker == "w1"
    assert grading.started_at is not None
