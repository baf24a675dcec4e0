"""What an operator sees of one handin: in the log, and through Prometheus."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.settings import EmbeddedSettings
from tests.acceptance.operator import Server, allclose, call
from tests.fixtures.figures import figures_at
from tests.fixtures.ports import free_port

COURSE = "deep-learning"
HOMEWORK = find_assignment("hw1p1", EmbeddedSettings())
PROBLEMS = len(HOMEWORK.bundles)
WRITTEN = 1
"""Of them, those that a person decides: their machine's report is a proposal."""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("ALLCLOSE_METRICS_PORT", str(port))
    server = Server(tmp_path / "data")
    server.start()
    done = allclose("offer", "hw1p1", COURSE, "--title", "Deep learning", data=server.data)
    assert done.returncode == 0, done.stderr
    yield server
    server.end()


def test_a_submissions_life_is_followed_by_its_number_and_counted(server: Server, port: int):
    submission, request = graded(server)

    lines = told_of(server, submission)
    events = [line["event"] for line in lines if line["event"] != "request"]
    assert events == ["accepted", "claimed", *["settled"] * PROBLEMS, "finished"]
    accepted, claimed, *settled, finished = (line for line in lines if line["event"] != "request")
    assert accepted["request_id"] == request
    assert accepted["bytes"] > 0
    assert set(claimed["attempts"]) == {line["grading"] for line in settled}
    assert {(line["attempt"], line["worker"]) for line in settled} == {(1, "embedded")}
    assert {line["problem"] for line in settled} == {bundle.problem.slug for bundle in HOMEWORK.bundles}
    assert {line["verdict"] for line in settled} == {"passed", "review"}
    assert finished["seconds"] > 0

    figures = figures_at(port)
    assert figures("allclose_submissions_accepted_total") == 1
    assert figures("allclose_gradings_settled_total", verdict="passed") == PROBLEMS - WRITTEN
    assert figures("allclose_gradings_settled_total", verdict="review") == WRITTEN
    assert figures("allclose_submission_wait_seconds_count") == 1
    posted = {"method": "POST", "status": "202"}
    assert figures("allclose_http_requests_total", **posted) == 1
    assert figures("allclose_queue_length", queue="grade") == 0
    assert figures("allclose_queue_served", queue="grade", runtime="numpy") == 1
    assert figures("allclose_box_starts_total", kind="namespaces", runtime="numpy") > 0
    assert figures("allclose_box_failures_total") == 0
    assert figures("allclose_cache_misses_total", cache="arrays") > 0
    assert figures("allclose_cache_misses_total", cache="bundles") == PROBLEMS
    assert figures("allclose_worker_places") == 2


def graded(server: Server) -> tuple[str, str]:
    """Hand in and wait for the scores; the submission's number and its request's."""
    person = {"email": "ada@example.edu", "role": "student", "name": "Ada", "password": "a long password"}
    with server.sign_in(*server.admin) as admin:
        call(admin, "POST", f"/courses/{COURSE}/roster", 201, json=person)
    with server.sign_in("ada@example.edu", "a long password") as student:
        answer = student.post(
            f"/api/v1/courses/{COURSE}/assignments/hw1p1/submissions",
            files={"handin": packed(HOMEWORK.sample("full-marks"), 1)},
            headers={"X-Request-ID": "the-proxys-own-number"},
        )
        assert answer.status_code == 202, answer.text
        submission: str = answer.json()["id"]
        deadline = time.monotonic() + 120
        while call(student, "GET", f"/submissions/{submission}", 200)["state"] != "review":
            assert time.monotonic() < deadline
            time.sleep(0.2)
    return submission, answer.headers["X-Request-ID"]


def told_of(server: Server, submission: str) -> list[dict[str, Any]]:
    """What grep finds of a submission, in the order of the log."""
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if submission in line]
    assert all(line["submission"] == submission for line in lines)
    return lines
