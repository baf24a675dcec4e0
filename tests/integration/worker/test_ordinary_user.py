"""A box for root and a box for an ordinary user are made differently, and hold alike.

A third of the attacks is played here; `make test-security` plays all of them as both.
"""

import os
import subprocess
import sys

import pytest

from tests.security.kinds import THIRD
from worker.sandbox.machine import needs

ON_A_BOX = "tests/security/test_attacks.py::test_an_attack_on_a_box_reaches_nothing"
CORE = [
    *(f"{ON_A_BOX}[namespaces-{attack.row}]" for attack in THIRD),
    "tests/security/test_inside.py",
    "tests/integration/worker/test_namespaces.py",
    "tests/integration/worker/test_bwrap_exec.py",
    "tests/integration/worker/test_contract.py",
]
CHOSEN = (
    "not three_hundred and not bare and not docker and not (contract and namespaces) "
    "and not (on_a_box and bwrap)"
)


@pytest.mark.skipif(os.geteuid() != 0, reason="the whole suite runs as an ordinary user already")
@pytest.mark.skipif(bool(needs.lacking()["root's rights"]), reason="this root may not become another user")
def test_the_boxes_hold_for_an_ordinary_user_too():
    become = [sys.executable, "-m", "tests.integration.worker.as_ordinary_user"]
    command = [*become, "-m", "pytest", "-q", "-k", CHOSEN, *CORE]
    run = subprocess.run(command, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
    assert "skipped" not in run.stdout
