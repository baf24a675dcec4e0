"""What grades lets others have the processors first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from worker.sandbox.courtesy import NICENESS, let_others_go_first

ROOT = Path(__file__).parents[3]
LOOK = "from worker.sandbox.courtesy import go_last; print(go_last(), open('/proc/self/autogroup').read())"

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="this kernel weighs no sessions against one another"
)


def look(*, own_session: bool) -> str:
    """What a process says of its session, after it meant to go last."""
    return subprocess.check_output(
        [sys.executable, "-c", LOOK], cwd=ROOT, start_new_session=own_session, text=True
    ).strip()


@pytest.mark.skipif(os.geteuid() != 0, reason="from ordinary users the kernel takes few such wishes")
def test_a_session_of_ones_own_goes_last():
    said = look(own_session=True)

    assert said.startswith("True")
    assert said.endswith(f"nice {NICENESS}")


def test_a_session_shared_with_others_stays_as_it_is():
    said = look(own_session=False)

    assert said.startswith("False")
    assert said.endswith(Path("/proc/self/autogroup").read_text().strip())


def test_what_has_ended_needs_nothing():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()

        assert not let_others_go_first(process.pid)
