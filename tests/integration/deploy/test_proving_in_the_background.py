"""Uploaded problems are proved in real boxes, behind students, and a hostile one ends in a sentence."""

import io
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.db.models import ATTEMPTS, Proof, Role
from api.queue import Served
from deploy.background import BackRoom
from deploy.background.kit_maker import KitMaker
from deploy.background.prover import Prover
from deploy.background.regrader import Regrader
from deploy.dispatcher import Dispatcher
from graders.archive import write_tar
from graders.box import BoxTask, Sandbox
from graders.box import Event as BoxEvent
from graders.errors import SandboxFault
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House, Person
from tests.integration.provable import FILES

# What a box does to a bundle is the same whatever the database.
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATH = "/courses/dl/problems/scaling"
HW = "/courses/dl/assignments/hw9"


class BrokenSandbox:
    """A sandbox whose boxes never start."""

    kind = "namespaces"

    def run(self, task: BoxTask) -> Iterator[BoxEvent]:
        raise SandboxFault("The template was killed.")


@pytest.fixture
def prof(database, tmp_path: Path) -> Iterator[tuple[House, Person]]:
    with House(database, tmp_path / "data") as house:
        house.course(LINEAR)
        yield house, house.person("prof@x.edu", Role.INSTRUCTOR)


def send(person: Person, *spoiled: tuple[str, str, str]) -> None:
    files = dict(FILES)
    for path, found, put in spoiled:
        assert found in files[path]
        files[path] = files[path].replace(found, put, 1)
    data = write_tar({path: text.encode() for path, text in files.items()})
    answer = person.ask("PUT", PATH, files={"bundle": ("bundle.tar", data)})
    assert answer.status_code == 202, answer.text


@contextmanager
def proving(
    house: House, sandbox: Sandbox, runtimes: Mapping[str, Path], seconds: float = 600
) -> Iterator[BackRoom]:
    served = Served(frozenset(runtimes))
    chores = [
        Prover(house.database, house.blobs, served, seconds),
        KitMaker(house.database, house.blobs, served, seconds),
        Regrader(house.database, house.blobs, served, seconds),
    ]
    room = BackRoom(house.database, sandbox, served, chores, pause_seconds=0.01)
    room.start()
    try:
        yield room
    finally:
        room.stop()


def dispatching(house: House, sandbox: Sandbox, runtimes: Mapping[str, Path]) -> Dispatcher:
    served = Served(frozenset(runtimes))
    return Dispatcher(house.database, house.blobs, sandbox, served, threads=1, pause_seconds=0.01)


def told(person: Person) -> dict[str, Any]:
    return person.get(f"{PATH}/versions/1").json()


def wait_for(person: Person, *states: str) -> dict[str, Any]:
    return wait_until(lambda: told(person), lambda seen: seen["state"] in states)


def wait_until(look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + 120
    while not holds(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.05)
    return seen


def test_a_good_problem_is_proved(prof, sandbox, runtimes):
    house, person = prof
    send(person)
    with proving(house, sandbox, runtimes):
        seen = wait_for(person, "proved", "failed", "fault")
    assert seen["state"] == "proved", seen
    proof = seen["proof"]
    assert (proof["box"], len(proof["seeds"])) == ("namespaces", 3)
    assert proof["done"] == len(proof["findings"]) > 8
    assert person.post(f"{PATH}/versions/1/publish").status_code == 200


HOSTILE = {
    "loops": ("while True: pass", "has no answer to doubled: it ended (wall"),
    "forks": ("import os\nwhile True: os.fork()", "has no answer to doubled"),
    "prints": ("while True: print('x' * 1000)", "has no answer to doubled"),
    "allocates": ("x = [bytearray(1 << 24) for _ in range(10**6)]", "has no answer to doubled"),
    "leaves": ("import os\nos._exit(0)", "has no answer to doubled"),
}


@ON_ONE_DATABASE
@pytest.mark.parametrize(("code", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_problem_fails_in_a_sentence(prof, sandbox, runtimes, code: str, said: str):
    house, person = prof
    send(person, ("reference/scale.py", "import numpy as np", code))
    with proving(house, sandbox, runtimes):
        seen = wait_for(person, "proved", "failed", "fault")
    assert seen["state"] == "failed"
    assert said in seen["sentence"]


@ON_ONE_DATABASE
def test_a_proof_without_end_fails_when_its_time_in_boxes_is_over(prof, sandbox, runtimes):
    house, person = prof
    send(person, ("problem.toml", "wall_seconds = 2", "wall_seconds = 600"),
         ("reference/scale.py", "import numpy as np", "while True: pass"))  # fmt: skip
    with proving(house, sandbox, runtimes, seconds=0.5):
        seen = wait_for(person, "proved", "failed", "fault")
    assert seen["state"] == "failed"
    assert "in boxes, which is all that it may, and has shown nothing" in seen["sentence"]


def test_our_own_failure_is_a_fault_after_three_attempts_and_staff_retry_it(prof, sandbox, runtimes):
    house, person = prof
    send(person)
    with proving(house, BrokenSandbox(), runtimes):
        seen = wait_for(person, "proved", "failed", "fault")
    assert (seen["state"], seen["proof"]["attempt"]) == ("fault", 3)
    assert "The template was killed." in seen["sentence"]
    assert person.post(f"{PATH}/versions/1/proof").status_code == 202
    with proving(house, sandbox, runtimes):
        assert wait_for(person, "proved", "failed", "fault")["state"] == "proved"


def test_students_go_first(prof, sandbox, runtimes):
    """A proof that has begun stands still while a handin waits, and goes on when it is graded."""
    house, person = prof
    send(person)
    ada = house.person("ada@x.edu", Role.STUDENT)
    submission = ada.hand_in().json()["id"]
    with proving(house, sandbox, runtimes) as room:
        assert room.students_wait()
        time.sleep(0.5)
        assert told(person)["proof"]["attempt"] == 0
        dispatcher = dispatching(house, sandbox, runtimes)
        dispatcher.start()
        try:
            wait_until(
                lambda: ada.get(f"/submissions/{submission}").json()["state"],
                lambda state: state in ("graded", "fault"),
            )
            assert wait_for(person, "proved", "failed", "fault")["state"] == "proved"
        finally:
            dispatcher.stop()


@ON_ONE_DATABASE
def test_a_proof_that_the_end_of_the_server_cuts_off_is_made_by_the_next(prof, sandbox, runtimes):
    house, person = prof
    send(person, ("exercise.py", "    x = rng", "    __import__('time').sleep(1)\n    x = rng"),
         ("problem.toml", "wall_seconds = 2", "wall_seconds = 60"))  # fmt: skip
    with proving(house, sandbox, runtimes):
        wait_for(person, "running")
    seen = told(person)
    assert (seen["state"], seen["proof"]["attempt"]) == ("queued", 1)
    with house.database.reading() as session:
        assert session.scalars(select(Proof)).one().attempt_limit == ATTEMPTS + 1


def test_a_starter_kit_of_an_assignment_made_over_rest_is_made_in_boxes(prof, sandbox, runtimes):
    house, person = prof
    send(person)
    with proving(house, sandbox, runtimes):
        wait_for(person, "proved", "failed", "fault")
        assert person.post(f"{PATH}/versions/1/publish").status_code == 200
        work = {"title": "HW 9", "problems": ["scaling"], "handout": "# Homework nine"}
        assert person.ask("PUT", HW, json=work).status_code == 201
        seen = wait_until(lambda: person.get(HW).json(), lambda seen: "being made" not in seen["starter"])
    assert seen["starter"] == "The starter kit is ready."
    with tarfile.open(fileobj=io.BytesIO(person.get(f"{HW}/starter.tar").content)) as kit:
        held = {name.removeprefix("hw9/") for name in kit.getnames()}
    assert {"scale.py", "handouts/scaling.md", "autograder/problems/scaling/cases.npz"} <= held
    assert not [path for path in held if "hidden" in path or "reference" in path]


@ON_ONE_DATABASE
def test_a_handin_is_graded_once_more_in_boxes_and_counts_when_it_is_confirmed(prof, sandbox, runtimes):
    house, person = prof
    ada = house.person("ada@x.edu", Role.STUDENT)
    with proving(house, sandbox, runtimes):
        send(person)
        wait_for(person, "proved", "failed", "fault")
        person.post(f"{PATH}/versions/1/publish")
        person.ask("PUT", HW, json={"title": "HW 9", "problems": ["scaling"]})
        handed = ada.hand_in(write_tar({"scale.py": b"def double(x):\n    return x + x\n"}), assignment="hw9")
        dispatcher = dispatching(house, sandbox, runtimes)
        dispatcher.start()
        try:
            submission = f"/submissions/{handed.json()['id']}"
            wait_until(lambda: person.get(submission).json(), lambda seen: seen["state"] == "graded")
        finally:
            dispatcher.stop()
        more = (("points = 8", "points = 9"), ("earns = 10", "earns = 11"), ("earns = 8", "earns = 9"))
        send(person, *(("problem.toml", *each) for each in more))
        wait_until(lambda: person.get(f"{PATH}/versions/2").json(), lambda seen: seen["state"] == "proved")
        person.post(f"{PATH}/versions/2/publish")
        regrade = person.post(f"{HW}/regrades", json={"problem": "scaling"}).json()["id"]
        seen = wait_until(
            lambda: person.get(f"{HW}/regrades/{regrade}").json(), lambda seen: seen["done"] == seen["total"]
        )
    assert seen["sentence"] == "1 score would change: 1 up. Confirm the regrade to let that count."
    assert person.get(submission).json()["earned"] == 8
    person.post(f"{HW}/regrades/{regrade}/confirm")
    assert person.get(submission).json()["earned"] == 9
