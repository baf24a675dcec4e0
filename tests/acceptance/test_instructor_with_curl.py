"""An instructor who has only curl and the README adds a problem, mends it, and receives a handin."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.operator import Server, call
from tests.acceptance.readme import Reader, blocks, command

HOW = "As an instructor, over REST"
REST = "Over REST"
PASSWORD = "a long password"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.start()
    with server.sign_in(*server.admin) as admin:
        call(admin, "POST", "/courses", 201, json={"slug": "dl-2026", "title": "Deep learning"})
        for email, role in (("prof@example.edu", "instructor"), ("ada@example.edu", "student")):
            person = {"email": email, "role": role, "name": email[:4], "password": PASSWORD}
            call(admin, "POST", "/courses/dl-2026/roster", 201, json=person)
    yield server
    server.end()


def sign_in(folder: Path, server: Server, email: str) -> Reader:
    """Somebody who got a token as the README says."""
    reader = Reader(folder, server.address)
    asked = command(REST, "/api/v1/tokens").replace("ada@example.edu", email).replace("…", PASSWORD)
    token = reader.run(asked).partition('"token":"')[2].partition('"')[0]
    reader.words |= {"TOKEN": token, "COURSE": "dl-2026"}
    return reader


def until(look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + 120
    while not holds(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.2)
    return seen


def upload(prof: Reader) -> dict[str, Any]:
    """Send the folder, and watch its proof to the end, by the README's commands."""
    prof.run(command(HOW, "tar -cf scaling.tar -C scaling ."))
    receipt = prof.ask(HOW, "-T scaling.tar $SERVER/api/v1/courses/$COURSE/problems/scaling")
    prof.words["VERSION"] = str(receipt["version"])
    heard = prof.run(command(HOW, "/versions/$VERSION/events"))
    assert "event: finished" in heard
    seen: dict[str, Any] = prof.ask(HOW, "/versions/$VERSION")
    return seen


def test_an_instructor_adds_a_problem_receives_a_handin_and_regrades_it(server: Server, tmp_path: Path):
    prof = sign_in(tmp_path / "prof", server, "prof@example.edu")
    ada = sign_in(tmp_path / "ada", server, "ada@example.edu")
    prof.run(blocks(HOW)[0])
    fails_its_proof(prof)
    is_published_in_an_assignment(prof)
    receives_handins(ada)
    regrades_them(prof, ada)


def fails_its_proof(prof: Reader) -> None:
    """A slip: what is said to be a misconception earns full marks. It is mended afterwards."""
    manifest = prof.folder / "scaling" / "problem.toml"
    right = manifest.read_text()
    manifest.write_text(right.replace('put = "x * x"', 'put = "x + x"'))
    seen = upload(prof)
    assert (seen["version"], seen["state"]) == (1, "failed")
    assert "squared" in seen["sentence"]
    assert "upload it again" in seen["sentence"]
    refused = prof.ask(HOW, "/versions/$VERSION/publish", refused=True)
    assert refused["detail"].startswith("Version 1 cannot be published. It is not proved:")
    manifest.write_text(right)


def is_published_in_an_assignment(prof: Reader) -> None:
    seen = upload(prof)
    assert (seen["version"], seen["state"]) == (2, "proved"), seen
    assert prof.ask(HOW, "/versions/$VERSION/diff")["before"] is None
    assert prof.ask(HOW, "/versions/$VERSION/publish")["state"] == "published"
    work = prof.ask(HOW, "$SERVER/api/v1/courses/$COURSE/assignments/hw9")
    assert (work["phase"], work["points"]) == ("open", 10)


def receives_handins(ada: Reader) -> None:
    submission = hand_in(ada, "x * x")
    assert (submission["state"], submission["earned"]) == ("graded", 0)
    [check] = submission["problems"][0]["report"]["checks"]
    assert "You square x; take it twice." in str(check)
    assert hand_in(ada, "x + x")["earned"] == 10


def regrades_them(prof: Reader, ada: Reader) -> None:
    """The instructor finds that the check is worth twice as much."""
    manifest = prof.folder / "scaling" / "problem.toml"
    manifest.write_text(manifest.read_text().replace("points = 10", "points = 20"))
    assert upload(prof)["state"] == "proved"
    words = prof.ask(HOW, "/versions/$VERSION/diff")["words"]
    assert {"word": "checks.doubled.points", "before": "10.0", "after": "20.0"} in words
    [holder] = prof.ask(HOW, "/versions/$VERSION/publish")["assignments"]
    assert (holder["assignment"], holder["others"]) == ("hw9", 2)
    prof.words["REGRADE"] = prof.ask(HOW, "$SERVER/api/v1/courses/$COURSE/assignments/hw9/regrades")["id"]
    told = until(lambda: prof.ask(HOW, "/regrades/$REGRADE"), lambda seen: seen["done"] == seen["total"])
    assert told["sentence"].startswith("1 score would change: 1 up.")
    [change] = prof.ask(HOW, "/regrades/$REGRADE/changes")
    assert (change["student"], change["before"], change["after"]) == ("ada@example.edu", 10, 20)
    assert ada.ask(REST, "/submissions/$ID")["earned"] == 10
    assert prof.ask(HOW, "/regrades/$REGRADE/confirm")["state"] == "live"
    assert ada.ask(REST, "/submissions/$ID")["earned"] == 20


def hand_in(ada: Reader, answer: str) -> dict[str, Any]:
    """Hand in a file that answers so, and wait for what comes of it."""
    (ada.folder / "scale.py").write_text(f"def double(x):\n    return {answer}\n")
    ada.run("tar -cf handin.tar scale.py")
    ada.words["ASSIGNMENT"] = "hw9"
    ada.words["ID"] = ada.ask(REST, "/assignments/$ASSIGNMENT/submissions")["id"]
    ada.run(command(REST, "/submissions/$ID/events"))
    seen: dict[str, Any] = ada.ask(REST, "/submissions/$ID")
    return seen
