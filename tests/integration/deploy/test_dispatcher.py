"""The dispatcher on real databases: what it does when a box fails, and who is told."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from api.blobs import BlobsAway, FileBlobStore
from api.db.base import utc_now
from api.db.models import ATTEMPTS, Grading, GradingState, Role
from api.db.session import Database
from api.gradings import service
from api.queue import Served
from deploy import courses
from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.dispatcher import LEASE, WORKER, Dispatcher
from deploy.settings import EmbeddedSettings
from graders.box import BoxTask, Sandbox
from graders.box import Event as BoxEvent
from graders.errors import SandboxFault
from tests.integration.api.homework import CUDA, LINEAR
from tests.integration.api.house import House, Person

HOMEWORK = find_assignment("hw1p1", EmbeddedSettings())
PROBLEMS = len(HOMEWORK.bundles)
SETTLED = (GradingState.DONE, GradingState.REVIEW)
"""No machine will change anything; of training-stats, people have the last word."""


class FailingSandbox:
    """A sandbox whose first runs fail, as when a template is killed; later ones are real."""

    kind = "namespaces"

    def __init__(self, real: Sandbox, failures: int) -> None:
        self._real = real
        self.failures = failures

    def run(self, task: BoxTask) -> Iterator[BoxEvent]:
        if self.failures:
            self.failures -= 1
            raise SandboxFault("The template was killed.")
        yield from self._real.run(task)


class HeldSandbox:
    """A real sandbox whose runs wait for a word."""

    kind = "namespaces"

    def __init__(self, real: Sandbox) -> None:
        self._real = real
        self.go = Event()

    def run(self, task: BoxTask) -> Iterator[BoxEvent]:
        self.go.wait()
        yield from self._real.run(task)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[House]:
    with House(database, tmp_path / "data") as house:
        with database.writing() as session:
            course = courses.course(session, "dl", "Deep learning")
            courses.offer(session, house.blobs, course, HOMEWORK, b"", None)
        yield house


@pytest.fixture
def ada(house: House) -> Person:
    return house.person("ada@example.edu", Role.STUDENT)


def hand_in(person: Person, sample: str = "full-marks") -> str:
    answer = person.hand_in(packed(HOMEWORK.sample(sample), 0)[1], assignment="hw1p1")
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


@contextmanager
def dispatching(house: House, sandbox: Sandbox, runtimes: Mapping[str, Path]) -> Iterator[Dispatcher]:
    served = Served(frozenset(runtimes))
    dispatcher = Dispatcher(house.database, house.blobs, sandbox, served, threads=2, pause_seconds=0.01)
    dispatcher.start()
    try:
        yield dispatcher
    finally:
        dispatcher.stop()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180  # only so that nothing hangs: twenty trainings take a busy machine long
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def gradings(house: House) -> list[Grading]:
    with house.database.reading() as session:
        return list(session.scalars(select(Grading).order_by(Grading.place)))


def all_in(house: House, *states: GradingState) -> bool:
    return all(grading.state in states for grading in gradings(house))


def test_a_box_that_fails_once_costs_an_attempt_and_no_marks(house, ada, sandbox, runtimes):
    submission = hand_in(ada)
    with dispatching(house, FailingSandbox(sandbox, 1), runtimes):
        wait_until(lambda: all_in(house, *SETTLED))

    told = ada.get(f"/submissions/{submission}").json()
    assert (told["state"], told["earned"], told["undecided"]) == ("review", 95, 5)
    assert {grading.attempt for grading in gradings(house)} == {2}


def test_a_box_that_fails_for_good_is_a_fault_that_staff_see_and_can_retry(house, ada, sandbox, runtimes):
    broken = FailingSandbox(sandbox, 10**6)
    submission = hand_in(ada)
    with dispatching(house, broken, runtimes) as dispatcher:
        wait_until(lambda: all_in(house, GradingState.FAULT))
        assert {grading.attempt for grading in gradings(house)} == {3}
        assert ada.get(f"/submissions/{submission}").json()["state"] == "fault"
        teacher = house.person("iris@example.edu", Role.INSTRUCTOR)
        problems = teacher.get(f"/submissions/{submission}").json()["problems"]
        assert all("The template was killed." in problem["fault"] for problem in problems)

        broken.failures = 0
        for problem in problems:
            assert teacher.post(f"/gradings/{problem['grading']}/retry").status_code < 300
        dispatcher.publish(house.queue.jobs[-1])
        wait_until(lambda: all_in(house, *SETTLED))
    assert ada.get(f"/submissions/{submission}").json()["earned"] == 95


def test_what_a_dead_process_held_is_graded_when_the_next_one_starts(house, ada, sandbox, runtimes):
    hand_in(ada)
    with house.database.writing() as session:
        job = service.claim(session, worker=WORKER, runtimes=runtimes, devices=("cpu",), lease=LEASE)
    assert job is not None
    assert len(job.items) == PROBLEMS
    assert all_in(house, GradingState.RUNNING)

    with dispatching(house, sandbox, runtimes):
        wait_until(lambda: all_in(house, *SETTLED))
    assert {grading.attempt for grading in gradings(house)} == {2}


def test_at_the_end_a_long_grading_goes_back_into_the_line_and_costs_no_attempt(
    house, ada, sandbox, runtimes
):
    submission = hand_in(ada)
    held = HeldSandbox(sandbox)
    for _ in range(ATTEMPTS + 1):
        held.go.clear()
        dispatcher = Dispatcher(house.database, house.blobs, held, Served(frozenset(runtimes)), threads=1)
        dispatcher.start()
        wait_until(lambda: all_in(house, GradingState.RUNNING))
        ending = Thread(target=dispatcher.stop, kwargs={"grace_seconds": 0.0})
        ending.start()
        time.sleep(0.1)
        held.go.set()
        ending.join()
        assert all_in(house, GradingState.QUEUED)

    with dispatching(house, sandbox, runtimes):
        wait_until(lambda: all_in(house, *SETTLED))
    assert ada.get(f"/submissions/{submission}").json()["earned"] == 95


def test_a_job_for_a_gpu_is_claimed_only_while_one_is_free(house, ada, sandbox):
    house.course(CUDA, assignment="gpu")
    house.course(LINEAR, assignment="cpu")
    bob = house.person("bob@example.edu", Role.STUDENT)
    for person, assignment in ((ada, "gpu"), (bob, "gpu"), (bob, "cpu")):
        assert person.hand_in(assignment=assignment).status_code == 202
    served = Served(frozenset({"numpy"}), gpus=1)
    dispatcher = Dispatcher(house.database, house.blobs, sandbox, served, threads=1)

    claimed = [dispatcher._claim() for _ in range(3)]
    assert [job and job.device for job in claimed] == ["cuda", "cpu", None]
    dispatcher._running.clear()  # as when they have been graded
    assert dispatcher._claim().device == "cuda"


def test_a_missing_blob_is_our_fault(house, ada, sandbox, runtimes):
    submission = hand_in(ada)
    for blob in (house.settings.data / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    with dispatching(house, sandbox, runtimes):
        wait_until(lambda: all_in(house, GradingState.FAULT))
    told = ada.get(f"/submissions/{submission}").json()
    assert told["state"] == "fault"
    assert all(problem["report"] is None for problem in told["problems"])


class AwayBlobs(FileBlobStore):
    """A store that does not answer, and counts how often it was asked."""

    asked = 0

    def get(self, digest: str) -> bytes:
        self.asked += 1
        raise BlobsAway("The object storage does not answer.")


def test_while_files_cannot_be_read_handins_wait_and_no_attempt_counts(house, ada, sandbox, runtimes):
    house.blobs = AwayBlobs(house.settings.blob_folder)
    hand_in(ada)
    with dispatching(house, sandbox, runtimes):
        wait_until(lambda: house.blobs.asked > 2 * ATTEMPTS)
    for grading in gradings(house):
        assert grading.state is GradingState.QUEUED
        assert grading.attempt_limit - grading.attempt == ATTEMPTS


def test_a_job_of_a_runtime_that_is_not_here_waits(house, ada, sandbox):
    hand_in(ada)
    with dispatching(house, sandbox, {}):
        time.sleep(0.2)
    assert all_in(house, GradingState.QUEUED)
    assert all(grading.queued_at <= utc_now() for grading in gradings(house))


def test_many_handins_on_two_threads_are_each_graded_once(house, ada, sandbox, runtimes):
    names = ("full-marks", "gradients-summed", "half-done", "momentum-missing")
    expected = {sample.name: sum(sample.earns.values()) for sample in HOMEWORK.samples}
    handed_in = [(hand_in(ada, names[n % 4]), names[n % 4]) for n in range(20)]
    with dispatching(house, sandbox, runtimes):
        wait_until(lambda: all_in(house, *SETTLED))
    assert {grading.attempt for grading in gradings(house)} == {1}
    for submission, name in handed_in:
        told = ada.get(f"/submissions/{submission}").json()
        assert told["earned"] + told["problems"][-1]["proposed"] == expected[name]
