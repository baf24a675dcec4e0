"""Control groups of this machine's kernel, and boxes within them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graders.box import Began, End
from graders.errors import SandboxFault
from tests.boxes import ask, task
from tests.integration.worker.processes import children, eventually
from worker.sandbox.cgroups.group import Bounds
from worker.sandbox.cgroups.lent import find_groups, why_not
from worker.sandbox.cgroups.tree import KernelTree
from worker.sandbox.cgroups.version2 import Groups2
from worker.sandbox.namespaces.sandbox import NamespacesSandbox

ROOT = Path(__file__).parents[3]
UNIFIED = Path("/sys/fs/cgroup/unified")
WIDE = Bounds(memory=1 << 30, processes=100, cpus=2.0)
lent = pytest.mark.skipif(bool(why_not()), reason=why_not() or "a group is lent")


@pytest.fixture
def groups():
    found = find_groups()
    assert found
    with closing(found):
        yield found


@contextmanager
def python(code: str, *groups):
    """A Python that runs this once it is in its groups; its output can be read."""
    command = [sys.executable, "-c", f"input()\n{code}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for group in groups:
            group.enter(process.pid)
        process.stdin.write(b"\n")
        process.stdin.flush()
        yield process
        process.kill()


def left(groups, worker: int | None = None) -> list[Path]:
    """The groups of this worker, or of another. Other tests of this process may hold some as well."""
    name = f"allclose-*-{worker or os.getpid()}-*"
    return [folder for place in groups.places.values() for folder in place.glob(name)]


@lent
def test_a_group_that_holds_too_much_is_killed_and_that_is_counted(groups):
    with groups.make() as group:
        group.bound(replace(WIDE, memory=64 << 20))
        with python("x = bytearray(200 << 20)", group) as process:
            assert process.wait() == -signal.SIGKILL

        figures = group.figures()
    assert figures.memory_kills == 1
    assert 32 << 20 < figures.peak_bytes <= 64 << 20


@lent
def test_a_group_of_less_weight_gets_less_of_a_processor_that_another_wants(groups):
    if "cpu" not in groups.places:
        pytest.skip("processors are not lent here")
    processor = min(os.sched_getaffinity(0))
    busy = f"import os\nos.sched_setaffinity(0, {{{processor}}})\nprint(1, flush=True)\nwhile True: pass"
    with groups.make() as light, groups.make() as full:
        light.bound(replace(WIDE, weight=1 / 3))
        full.bound(WIDE)
        with python(busy, light) as one, python(busy, full) as other:
            assert one.stdout.readline() == other.stdout.readline() == b"1\n"
            before = light.figures().cpu_seconds, full.figures().cpu_seconds
            time.sleep(2)
            used = light.figures().cpu_seconds - before[0], full.figures().cpu_seconds - before[1]

    assert 2 < used[1] / used[0] < 4


@lent
def test_all_processes_of_a_group_together_are_bounded_in_number(groups):
    fork = "import os, time\nn = 0\ntry:\n  while n < 50:\n    n += 1\n    os.fork() or time.sleep(60)\n"
    with groups.make() as group:
        group.bound(replace(WIDE, processes=8))
        with python(f"{fork}except BlockingIOError: print(n, flush=True); time.sleep(60)", group) as process:
            assert process.stdout.readline() == b"8\n"
            assert eventually(lambda: len(group.pids()) == 8)
            group.kill()
            process.wait()

            assert eventually(lambda: group.pids() == [])


@lent
def test_processor_time_is_rationed_and_counted(groups):
    with groups.make() as group:
        group.bound(replace(WIDE, cpus=0.25))
        with python("while True: pass", group) as process:
            assert eventually(lambda: group.figures().cpu_seconds > 0.2)
            process.kill()
            process.wait()


@lent
def test_closing_a_group_ends_what_is_in_it_and_leaves_no_folder(groups):
    before = set(left(groups))
    with python("import os, time\nos.fork(); os.fork(); time.sleep(60)", group := groups.make()) as process:
        assert eventually(lambda: len(group.pids()) == 4)
        pids = group.pids()
        group.close()
        process.wait()

    assert not any(Path("/proc", str(pid), "exe").exists() for pid in pids)
    assert set(left(groups)) <= before


KILLED = """
import os, subprocess, sys
from worker.sandbox.cgroups.lent import find_groups
groups = find_groups()
group = groups.make()
sleeper = subprocess.Popen(["/bin/sleep", "600"], stdout=subprocess.DEVNULL)
group.enter(sleeper.pid)
print(sleeper.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@lent
def test_what_a_killed_worker_left_is_swept_by_the_next(groups):
    with subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT, stdout=subprocess.PIPE) as worker:
        sleeper = int(worker.stdout.readline())
    assert Path(f"/proc/{sleeper}").exists()
    assert left(groups, worker.pid) != []

    with closing(find_groups()):
        assert left(groups, worker.pid) == []
    assert eventually(lambda: not Path(f"/proc/{sleeper}/exe").exists())


@pytest.mark.skipif(not os.access(UNIFIED, os.W_OK), reason="no version 2 beside version 1 here")
def test_version_2_kills_and_counts_without_any_controller():
    with closing(Groups2({"cpu": UNIFIED}, KernelTree())) as groups, groups.make() as group:
        group.bound(WIDE)
        with python("import os\nos.fork()\nwhile True: pass", group) as process:
            assert eventually(lambda: len(group.pids()) == 2)
            assert eventually(lambda: group.figures().cpu_seconds > 0.05)
            group.kill()
            assert process.wait() == -signal.SIGKILL
            assert eventually(lambda: group.pids() == [])


@pytest.fixture(params=["in groups", "without groups"])
def boxes(request, runtimes):
    """A sandbox with control groups, where the machine lends them, and one that does without."""
    groups = None
    if request.param == "in groups":
        if why_not():
            pytest.skip(why_not())
        groups = find_groups()
    with closing(NamespacesSandbox(runtimes, groups=groups)) as sandbox:
        yield sandbox


def test_what_a_child_used_is_measured_from_outside(boxes):
    hog = """
        import time
        import numpy as np
        def answer():
            held = np.ones(100 << 17)  # 100 MB
            began = time.process_time()
            while time.process_time() - began < 0.3: pass
        """
    used = ask(boxes, hog).ended.used

    assert 100 << 20 < used.peak_bytes < 160 << 20
    assert 0.3 <= used.cpu_seconds < 2
    assert used.wall_seconds >= 0.3


def test_a_child_that_somebody_kills_is_our_fault(boxes):
    before = children()
    with closing(boxes.run(task("import time\ndef answer(): time.sleep(60)", wall=60))) as events:
        assert next(events) == Began(0)
        # The one at work, and those that stand ready.
        for child in children() - before:
            os.kill(child.pid, signal.SIGKILL)

        with pytest.raises(SandboxFault, match="killed from outside its box, and not for memory"):
            list(events)
    time.sleep(0.1)
    assert ask(boxes, "def answer(): print('fine')").printed == "fine\n"


class Tight:
    """Groups that hold next to nothing."""

    def __init__(self, groups):
        self.make_wide, self.close = groups.make, groups.close

    def make(self):
        group = self.make_wide()
        bound = group.bound
        group.bound = lambda bounds: bound(replace(bounds, memory=48 << 20))
        return group


@lent
def test_a_kill_for_memory_is_named_by_the_groups_own_count(runtimes):
    with closing(NamespacesSandbox(runtimes, groups=Tight(find_groups()))) as sandbox:
        told = ask(sandbox, "import numpy as np\ndef answer(): return np.ones(100 << 17)")

        assert (told.ended.how, told.ended.detail) == (End.MEMORY, "killed by the kernel, for memory")
        assert 0 < told.ended.used.peak_bytes <= 48 << 20


@lent
def test_boxes_leave_no_group_behind(runtimes, groups):
    before = set(left(groups))
    with closing(NamespacesSandbox(runtimes, groups=find_groups())) as sandbox:
        for _ in range(20):
            assert ask(sandbox, "def answer(): print('x')").printed == "x\n"
        standing_ready = {folder.name for folder in set(left(groups)) - before}
        assert len(standing_ready) <= 2

    assert set(left(groups)) <= before
