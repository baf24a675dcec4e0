"""Boxes go last where processors are wanted."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from graders.box import Began
from tests.boxes import task
from tests.integration.worker.processes import children
from worker.sandbox.courtesy import NICENESS
from worker.sandbox.namespaces.sandbox import NamespacesSandbox

SLEEP = "import time\ndef answer(): time.sleep(60)"


@pytest.mark.skipif(os.geteuid() != 0, reason="from ordinary users the kernel takes few such wishes")
@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="this kernel weighs no sessions")
def test_each_box_is_a_session_of_its_own_that_goes_last(runtimes):
    with closing(NamespacesSandbox(runtimes)) as sandbox:
        before = children()
        sleeping = task(SLEEP, wall=60)
        with closing(sandbox.run(sleeping)) as one, closing(sandbox.run(sleeping)) as two:
            assert next(one) == next(two) == Began(0)
            said = [Path(f"/proc/{process.pid}/autogroup").read_text() for process in children() - before]
            nice = {session for session in said if session.endswith(f" nice {NICENESS}\n")}

            assert len(nice) == 2, "of those at work; others wait for their jobs"
