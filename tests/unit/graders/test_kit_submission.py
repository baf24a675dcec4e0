"""submit.py, as a student runs it, against a small server that speaks the same REST."""

import json
import os
import pty
import stat
import subprocess
import sys
from contextlib import suppress

import pytest

from graders.kit import Address, with_address
from graders.kit.submission.events import read_events
from graders.kit.submission.result import result_lines
from tests.unit.graders.archives import tar
from tests.unit.graders.kits import homework, kit_of
from tests.unit.graders.rest_server import ACCOUNT, TOKEN, serving
from tests.unpacking import unpack


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def kit(tmp_path, server):
    """An unpacked kit that hands in to the server."""
    packed = with_address(kit_of(homework(tmp_path)), Address(server.address, "11-785", "homework"))
    unpack(packed, tmp_path / "home")
    return tmp_path / "home" / "homework"


def environment(kit, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(kit.parent), "PYTHONIOENCODING": "utf-8", **more}


def submit(kit, *arguments, token=TOKEN):
    """Run submit.py without a terminal: its exit status and what it said."""
    done = subprocess.run(
        [sys.executable, "submit.py", *arguments],
        cwd=kit, env=environment(kit, ALLCLOSE_TOKEN=token),
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_folder_is_packed_sent_watched_and_the_result_printed(kit, server):
    (kit / "code" / "__pycache__").mkdir()
    (kit / "code" / "__pycache__" / "layer.pyc").write_bytes(b"")
    (kit / "random.py").write_text("raise RuntimeError")  # no name of yours may trip the program
    status, said = submit(kit)
    assert status == 0
    (handin,) = server.handins.values()
    assert handin.files == {"layer.py": b"start"}
    assert handin.notes == ("Read from the folder `code/`.",)
    assert "Handed in as number 1; receipt s1." in said
    assert "Waiting in line; 1 before you." in said
    assert "Waiting for a GPU worker: none is there now." in said
    assert said.count("2 / 5") == 2
    assert "Backward (3): Your `dW` is exactly 20 × the expected one." in said
    assert said.splitlines()[-1].startswith("Total")


def test_an_archive_can_be_named(kit, server):
    (kit / "mine.tar").write_bytes(tar({"code/layer.py": b"mine", "code/other.py": b""}))
    assert submit(kit, "mine.tar")[0] == 0
    (handin,) = server.handins.values()
    assert handin.files["layer.py"] == b"mine"


def test_an_archive_that_is_not_there_is_told(kit):
    status, said = submit(kit, "gone.tar")
    assert (status, said.strip()) == (1, "gone.tar cannot be read: No such file or directory.")


def test_without_events_the_result_is_asked_for(kit, server):
    server.events = False
    status, said = submit(kit)
    assert status == 0
    assert "Total" in said


def test_a_line_that_breaks_after_the_upload_does_not_hand_in_twice(kit, server):
    server.drops = 1
    assert submit(kit)[0] == 0
    assert len(server.handins) == 1
    assert sum(request.startswith("POST") for request in server.requests) == 2


def test_refusals_are_the_servers_own_sentences(kit, server):
    (kit / "handin.tar").write_bytes(b"%PDF-1.7")
    status, said = submit(kit, "handin.tar")
    assert status == 1
    assert "a PDF document" in said
    server.closed = True
    assert submit(kit) == (1, "\nThe deadline for this assignment has passed.\n")
    assert submit(kit, "--assignment", "other") == (1, "\nThere is no such assignment.\n")


def test_a_token_that_does_not_hold_is_told(kit):
    assert submit(kit, token="stale") == (1, "\nSign in first.\n")
    assert submit(kit, "--token", TOKEN, token="stale")[0] == 0


def test_without_a_token_and_a_terminal_there_is_nobody_to_ask(kit):
    status, said = submit(kit, token="")
    assert status == 1
    assert "No token: set ALLCLOSE_TOKEN or pass --token" in said


def test_our_failure_is_told_and_does_not_count_as_graded(kit, server):
    server.state = "fault"
    status, said = submit(kit)
    assert status == 1
    assert "our fault and costs no marks" in said


def test_what_waits_for_staff_is_graded_as_far_as_machines_can(kit, server):
    server.state = "review"
    status, said = submit(kit)
    assert status == 0
    assert "The grader proposes 2 points; staff confirm or change that." in said


def test_a_written_answer_waits_and_what_cannot_be_read_of_it_is_told():
    report = {"checks": [], "notes": ["`proofs.pdf` is not in the handin."]}
    proofs = {"title": "Proofs", "state": "review", "points": 9, "earned": None, "report": report}
    lines = list(result_lines({"problems": [proofs], "points": 9, "earned": None}))
    assert lines[0].split() == ["Proofs", "?", "/", "9"]
    assert lines[1:3] == ["    Staff read it and give the points.", "    `proofs.pdf` is not in the handin."]


def test_a_server_that_is_not_there_is_told_without_a_traceback(kit):
    status, said = submit(kit, "--server", "http://127.0.0.1:9")
    assert status == 1
    assert "http://127.0.0.1:9 cannot be reached" in said


def test_an_answer_that_is_no_problem_details_is_shown_shortly(kit, server):
    server.broken = True
    assert submit(kit) == (1, "\nThe server answered 500 Internal Server Error: <html>oh no</html>\n")


def test_a_token_follows_no_redirect(kit, server):
    with serving() as other:
        server.moved_to = f"{other.address}/api/v1/courses"
        status, said = submit(kit)
        assert other.requests == []
    assert status == 1
    assert f"sends us on to {server.moved_to}" in said


def test_an_address_must_be_given_somewhere(kit):
    (kit / "allclose.json").unlink()
    status, said = submit(kit)
    assert status == 2
    assert "--server is needed" in said
    assert (
        submit(kit, "--server", "ftp://x", "--course", "c", "--assignment", "a")[1]
        .strip()
        .endswith("or http://.")
    )


def on_a_terminal(kit, *answers):
    """Run submit.py on a terminal of its own, typing each answer when it is asked for."""
    terminal, its_side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "submit.py"],
        cwd=kit, env=environment(kit),
        stdin=its_side, stdout=its_side, stderr=its_side, start_new_session=True,
    )  # fmt: skip
    os.close(its_side)
    said = b""
    for prompt, answer in answers:
        while prompt not in said:
            said += os.read(terminal, 1024)
        os.write(terminal, answer.encode() + b"\n")
    with suppress(OSError):  # the other side has closed
        while part := os.read(terminal, 1024):
            said += part
    os.close(terminal)
    return process.wait(), said.decode()


def test_one_signs_in_once_and_the_token_is_kept_for_oneself(kit, server):
    answers = [(b"E-mail: ", ACCOUNT["email"]), (b"Password: ", ACCOUNT["password"])]
    status, said = on_a_terminal(kit, *answers)
    assert status == 0
    assert ACCOUNT["password"] not in said
    kept = kit.parent / ".config" / "allclose" / "tokens.json"
    assert json.loads(kept.read_text()) == {server.address: TOKEN}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert on_a_terminal(kit)[0] == 0


def test_a_kept_token_that_no_longer_holds_is_made_anew(kit, server):
    kept = kit.parent / ".config" / "allclose" / "tokens.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({server.address: "stale", "https://elsewhere": "other"}))
    status, _ = on_a_terminal(kit, (b"E-mail: ", ACCOUNT["email"]), (b"Password: ", ACCOUNT["password"]))
    assert status == 0
    assert json.loads(kept.read_text()) == {server.address: TOKEN, "https://elsewhere": "other"}


def test_a_wrong_password_is_told(kit):
    status, said = on_a_terminal(kit, (b"E-mail: ", ACCOUNT["email"]), (b"Password: ", "wrong"))
    assert status == 1
    assert "You are not signed in: This e-mail address and password do not belong together." in said


def test_events_are_read_as_the_standard_says():
    lines = [
        ":ping",
        "event: a",
        "data: {",
        'data:"x": 1}',
        "id: 7",
        "",
        "data: no json",
        "",
        "",
        "event: cut",
        "data: {}",
    ]
    assert list(read_events(iter(lines))) == [("a", {"x": 1}), ("message", {})]
