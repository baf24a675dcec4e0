"""A power cut in the midst of grading, or a box's process killed: all that was accepted is graded, once."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from api.db.models import Event, Grading, GradingState
from api.db.session import Database
from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.settings import EmbeddedSettings
from tests.acceptance.operator import Server, allclose, call
from tests.integration.worker.processes import Process, alive, descendants, eventually

COURSE = "deep-learning"
SAMPLES = ("full-marks", "almost", "gradients-summed", "half-done", "own-style", "exits-early")
ROUNDS = 4


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.start()
    done = allclose("offer", "hw1p1", COURSE, "--title", "Deep learning", data=server.data)
    assert done.returncode == 0, done.stderr
    yield server
    server.end()


@pytest.fixture
def student(server: Server) -> Iterator[httpx2.Client]:
    person = {"email": "ada@example.edu", "role": "student", "name": "Ada", "password": "a long password"}
    with server.sign_in(*server.admin) as admin:
        call(admin, "POST", f"/courses/{COURSE}/roster", 201, json=person)
    with server.sign_in("ada@example.edu", "a long password") as student:
        yield student


def hand_in(student: httpx2.Client, name: str, **changed: bytes) -> str:
    """A sample of the main homework; changed: files of it with other content, by the stem of their names."""
    files = find_assignment("hw1p1", EmbeddedSettings()).sample(name)
    archive = packed({path: changed.get(Path(path).stem, data) for path, data in files.items()}, 1)
    path = f"/courses/{COURSE}/assignments/hw1p1/submissions"
    return call(student, "POST", path, 202, files={"handin": archive})["id"]


def test_killed_in_the_midst_and_started_again_it_finishes_every_submission_once(
    server: Server, student: httpx2.Client
):
    expected = {
        sample.name: sum(sample.earns.values())
        for sample in find_assignment("hw1p1", EmbeddedSettings()).samples
    }
    handed_in = {}
    for _ in range(ROUNDS):
        for name in SAMPLES:
            handed_in[hand_in(student, name)] = name
        time.sleep(0.3)
        server.kill()
        server.start()

    for submission, name in handed_in.items():
        told = finished(student, submission)
        assert told["state"] == "review"
        assert told["earned"] + told["problems"][-1]["proposed"] == expected[name]
    assert settled_once(server.data, set(handed_in))


@pytest.mark.skipif(
    os.geteuid() != 0, reason="without control groups a killed child looks like one out of memory"
)
@pytest.mark.parametrize("killed", ["the child", "the template", "the server"])
def test_whatever_is_killed_in_the_midst_no_process_of_the_job_lives_on_and_it_is_tried_again(
    server: Server, student: httpx2.Client, killed: str
):
    before = hand_in(student, "full-marks")  # so that what runs next is no reference's box
    finished(student, before)
    multiple_choice = find_assignment("hw1p1", EmbeddedSettings()).sample("full-marks")["hw1/mc.py"]
    submission = hand_in(student, "full-marks", mc=b"import time\ntime.sleep(2)\n" + multiple_choice)
    assert eventually(lambda: call(student, "GET", f"/submissions/{submission}", 200)["state"] == "running")
    assert eventually(lambda: bool(boxed(server)["the child"]))
    processes = boxed(server)

    if killed == "the server":
        server.kill()
    for process in processes.get(killed, []):
        with suppress(ProcessLookupError):  # gone with the one before
            os.kill(process.pid, signal.SIGKILL)

    doomed = processes["the child"] + (processes["the template"] if killed != "the child" else [])
    assert eventually(lambda: not any(alive(process) for process in doomed), seconds=2)
    if killed == "the server":
        server.start()
    told = finished(student, submission)
    assert told["earned"] + told["problems"][-1]["proposed"] == told["points"]
    assert settled_once(server.data, {before, submission}, attempts=2)


def boxed(server: Server) -> dict[str, list[Process]]:
    """The processes of a server's boxes, by what they are: one namespace deeper for each wall."""
    assert server.process is not None
    below = descendants(server.process.pid)
    depth = min(process.depth for process in below) if below else 0
    return {
        "the template": [process for process in below if process.depth == depth + 1],
        "the child": [process for process in below if process.depth == depth + 2],
    }


def finished(student: httpx2.Client, submission: str) -> dict:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        told = call(student, "GET", f"/submissions/{submission}", 200)
        if told["state"] in ("review", "fault"):
            return told
        time.sleep(0.1)
    raise AssertionError(f"{submission} is still {told['state']}")


def settled_once(data: Path, submissions: set[str], attempts: int = 1) -> bool:
    """Every grading is done but for what people decide, has one report, and told of it once.

    Some of them after so many attempts, or more where a crowded machine cost another.
    """
    database = Database(f"sqlite:///{data / 'allclose.db'}")
    with database.reading() as session:
        gradings = session.scalars(select(Grading)).all()
        reports = [event for event in session.scalars(select(Event)) if event.kind == "report"]
    database.close()
    told = Counter(event.body["grading"] for event in reports)
    assert {grading.submission_id for grading in gradings} == submissions
    assert {grading.state for grading in gradings} == {GradingState.DONE, GradingState.REVIEW}
    assert all(grading.report for grading in gradings)
    assert max(grading.attempt for grading in gradings) >= attempts
    return set(told.values()) == {1} and len(told) == len(gradings)


def test_told_to_end_it_finishes_what_runs_and_leaves_with_success(server: Server, student: httpx2.Client):
    for _ in range(5):
        hand_in(student, "full-marks")
    assert server.end() == 0
    database = Database(f"sqlite:///{server.data / 'allclose.db'}")
    with database.reading() as session:
        states = {grading.state for grading in session.scalars(select(Grading))}
    database.close()
    assert GradingState.RUNNING not in states
    server.start()


def test_a_second_server_on_the_same_data_is_refused_in_a_sentence(server: Server):
    done = allclose("serve", "--port", "0", data=server.data)
    assert done.returncode == 1
    assert "Another server runs on" in done.stderr
    assert "Traceback" not in done.stderr
