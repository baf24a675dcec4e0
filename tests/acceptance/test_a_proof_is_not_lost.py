"""A power cut in the midst of a proof: the next start takes it up again, and it ends."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

from graders.archive import write_tar
from tests.acceptance.operator import Server, call
from tests.integration.provable import FILES

PATH = "/courses/dl-2026/problems/scaling"
SLOW = ("    x = rng", "    __import__('time').sleep(0.5)\n    x = rng")


def test_a_proof_that_a_power_cut_ends_is_made_after_it(tmp_path: Path):
    server = Server(tmp_path / "data")
    server.start()
    files = FILES | {
        "exercise.py": FILES["exercise.py"].replace(*SLOW, 1),
        "problem.toml": FILES["problem.toml"].replace("wall_seconds = 2", "wall_seconds = 60"),
    }
    bundle = write_tar({path: text.encode() for path, text in files.items()})
    with server.sign_in(*server.admin) as admin:
        call(admin, "POST", "/courses", 201, json={"slug": "dl-2026", "title": "Deep learning"})
        call(admin, "PUT", PATH, 202, content=bundle)
        until(admin, lambda seen: seen["state"] == "running")
        server.kill()
        server.start()
        proof = until(admin, lambda seen: seen["state"] not in ("queued", "running"))["proof"]
    assert (proof["passed"], proof["attempt"]) == (True, 2), proof["findings"]
    assert server.end() == 0


def until(client: httpx2.Client, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + 180
    while not holds(seen := call(client, "GET", f"{PATH}/versions/1", 200)):
        assert time.monotonic() < deadline, seen
        time.sleep(0.05)
    return seen
