"""Boxes where a part of /proc is covered, as in a container with a GPU: the kernel allows no fresh one."""

import os
import subprocess
import sys

import pytest

from worker.sandbox.machine import needs

ROOT_MAY_NOT = bool(needs.lacking()["root's rights"])
AS_ORDINARY = ["-m", "tests.integration.worker.as_ordinary_user"]
COVERED = ["-m", "tests.integration.worker.with_covered_proc"]
HOLDING = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not torch"]
TESTS = ["tests/integration/worker/test_gpu_boxes.py", "tests/security/test_attacks.py"]
CHOSEN = (
    "(gpu_boxes and (runs_where or hidden)) or "
    "(on_a_box and namespaces and (walk or environment or below or (secrets and proc)))"
)
ASKED = """
from worker.sandbox.namespaces.proc import proc_walls
print(*proc_walls(written=True), *proc_walls(written=False))
"""


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True)


@pytest.mark.skipif(ROOT_MAY_NOT, reason="this root may not mount")
def test_where_a_part_is_covered_a_box_sees_the_workers_and_writes_there_only_while_it_is_made():
    told = python(*COVERED, "-c", ASKED)

    assert told.stdout == "--bind /proc /proc --ro-bind /proc /proc\n", told.stderr


@pytest.mark.skipif(ROOT_MAY_NOT, reason="this root may not mount")
@pytest.mark.parametrize("user", ["whoever runs this", "an ordinary user"])
def test_boxes_come_up_there_and_hold(user: str):
    if user == "an ordinary user" and os.geteuid() != 0:
        pytest.skip("the whole suite runs as an ordinary user already")
    become = AS_ORDINARY if user == "an ordinary user" else []

    run = python(*become, *COVERED, *HOLDING, "-k", CHOSEN, *TESTS)

    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
