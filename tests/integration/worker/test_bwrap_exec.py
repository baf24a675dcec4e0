"""The life of fresh interpreters in bubblewrap: warm ones, killed ones, and what they see."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graders.box import Began, End, Printed
from graders.errors import SandboxFault
from graders.wire import encode_task
from tests.boxes import ask, task
from tests.integration.worker.processes import alive, descendants, eventually
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.bwrap_exec.warm import WarmInterpreter
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.launch import ENVIRONMENT
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.reading import watch

ONE = "import numpy as np\ndef answer(): return np.ones(3)"
SLEEP = "import time\ndef answer(): time.sleep(60)"


@pytest.fixture
def fresh(runtimes):
    others = set(descendants())
    with closing(BwrapExecSandbox(runtimes, ahead=1)) as sandbox:
        sandbox.own = lambda: {process for process in descendants() if process not in others}
        yield sandbox


@contextmanager
def at_work(sandbox):
    """The events of a child that is in its first step, and would be for a minute."""
    with closing(sandbox.run(task(SLEEP, wall=60))) as events:
        assert next(events) == Began(0)
        yield events


def boxed(sandbox):
    """The interpreters of a sandbox, within their walls."""
    depth = min(process.depth for process in sandbox.own())
    return {process for process in sandbox.own() if process.depth > depth}


NAMED = """
import ctypes, time
def answer():
    ctypes.CDLL(None).prctl(15, b"at-work", 0, 0, 0)
    print("named", flush=True)
    time.sleep(60)
"""


def name_of(process):
    return Path("/proc", str(process.pid), "comm").read_text().strip()


def test_a_box_is_made_ahead_and_none_is_used_twice(fresh):
    used = []
    for _ in range(4):
        with closing(fresh.run(task(NAMED, wall=60))) as events:
            assert any(isinstance(event, Printed) for event in events)
            used += [process.pid for process in boxed(fresh) if name_of(process) == "at-work"]
            assert eventually(lambda: len(boxed(fresh)) == 2)

    assert len(set(used)) == 4


def test_no_process_of_a_box_is_the_machines_root_or_holds_our_environment(fresh):
    with at_work(fresh):
        files = [Path("/proc", str(process.pid), "environ") for process in fresh.own()]
        words = b"".join(file.read_bytes() for file in files).split(b"\0")

        assert all(process.user != 0 for process in boxed(fresh))
    assert {word.partition(b"=")[0].decode() for word in words if word} <= {*ENVIRONMENT, "PWD"}


def test_processor_time_is_the_kernels_to_limit(runtimes):
    spin = task("def answer():\n  while True: pass", wall=60)
    allowance = Allowance(memory=512 << 20, cpu_seconds=1, files=1 << 20)
    with ThreadPoolExecutor(1) as starter:
        runtime = read_runtime("numpy", runtimes["numpy"])
        with starter.submit(WarmInterpreter, runtime, 1 << 20).result() as warm:
            *_, ended = watch(spin, warm.begin(allowance, encode_task(spin)))

    assert (ended.how, ended.step) == (End.CPU, 0)


def test_a_box_killed_in_the_midst_is_our_fault_and_the_next_run_works(fresh):
    with at_work(fresh) as events:
        depth = min(process.depth for process in fresh.own())
        outer = {process for process in fresh.own() if process.depth == depth}
        inner = boxed(fresh)
        for process in outer:
            os.kill(process.pid, signal.SIGKILL)

        with pytest.raises(SandboxFault, match="killed a box in the midst"):
            list(events)
    assert eventually(lambda: not inner & set(descendants()), seconds=2)
    assert ask(fresh, ONE).ended.how == End.DONE


def test_a_box_killed_while_it_waits_is_replaced_unnoticed(fresh):
    ask(fresh, ONE)
    assert eventually(lambda: len(boxed(fresh)) == 1)
    for process in boxed(fresh):
        os.kill(process.pid, signal.SIGKILL)

    assert ask(fresh, ONE).ended.how == End.DONE


WORKER = """
import sys
from pathlib import Path
from tests.boxes import task
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
sandbox = BwrapExecSandbox({"numpy": Path(sys.argv[1])})
events = sandbox.run(task("import time\\ndef answer(): time.sleep(60)", wall=60))
print(next(events), flush=True)
list(events)
"""


def test_nothing_outlives_a_killed_worker(runtimes):
    command = [sys.executable, "-c", WORKER, str(runtimes["numpy"])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as worker:
        assert b"Began" in worker.stdout.readline()
        below = descendants(worker.pid)
        assert len(below) >= 2
        worker.kill()

    assert eventually(lambda: not any(alive(each) for each in below), seconds=2)


def test_a_task_that_no_box_is_large_enough_for_is_our_fault_and_says_why(fresh):
    with pytest.raises(SandboxFault, match="A box could not be made: OverflowError"):
        ask(fresh, ONE, memory_mb=2**50)


def test_there_is_no_proc_and_no_folder_of_ours_to_read(fresh):
    told = ask(
        fresh,
        """
        import os
        def answer():
            for place in ("/proc", "/proc/cpuinfo", "/proc/self", "/allclose", "/etc", "/root", "/"):
                try:
                    print(place, os.listdir(place) if os.path.isdir(place) else open(place).read())
                except OSError as refusal:
                    print(type(refusal).__name__)
        """,
    )

    assert set(told.printed.split()) == {"PermissionError", "FileNotFoundError"}


def test_a_machine_without_a_gpu_says_so(fresh):
    with pytest.raises(BoxUnavailable, match=r"no GPU.*allclose doctor.*ALLCLOSE_GPUS"):
        list(fresh.run(replace(task(ONE), device="cuda")))
