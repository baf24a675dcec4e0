"""The life of templates and children, with real ones."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graders.arrays import read_array
from graders.box import Began, End
from graders.errors import SandboxFault
from graders.wire import encode_task
from tests.boxes import ask, task
from tests.integration.worker.processes import (
    children,
    descendants,
    eventually,
    holdings,
    holds_no_more_than,
    settled_holdings,
    templates,
)
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.launch import ENVIRONMENT
from worker.sandbox.namespaces.nursery import AHEAD, Nursery
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.namespaces.sandbox import NamespacesSandbox
from worker.sandbox.namespaces.wear import Wear
from worker.sandbox.open import open_sandbox
from worker.sandbox.reading import watch

ONE = "import numpy as np\ndef answer(): return np.ones(3)"
SLEEP = "import time\ndef answer(): time.sleep(60)"


@pytest.fixture
def fresh(runtimes):
    with open_sandbox("namespaces", runtimes) as sandbox:
        yield sandbox


@contextmanager
def at_work(sandbox):
    """The events of a child that is in its first step, and would be for a minute."""
    with closing(sandbox.run(task(SLEEP, wall=60))) as events:
        assert next(events) == Began(0)
        yield events


def template_of(sandbox):
    """The template of a sandbox that has not run anything yet."""
    before = templates()
    assert ask(sandbox, ONE).ended.how == End.DONE
    (template,) = templates() - before
    return template


def test_an_array_comes_out(sandbox):
    told = ask(sandbox, ONE, steps=3)

    assert [read_array(sent.npy).tolist() for sent in told.sent] == [[1, 1, 1]] * 3
    assert told.ended.how == End.DONE


def test_no_process_of_a_box_is_the_machines_root(sandbox):
    with at_work(sandbox):
        boxed = templates() | children()

        assert len(boxed) >= 2
        assert all(process.user != 0 for process in boxed)


def test_no_process_of_a_box_was_started_with_our_environment(runtimes):
    others = set(descendants())  # servers and browsers of other tests
    with open_sandbox("namespaces", runtimes) as sandbox, at_work(sandbox):
        files = [Path("/proc", str(process.pid), "environ") for process in set(descendants()) - others]
        words = b"".join(file.read_bytes() for file in files).split(b"\0")

    assert {word.partition(b"=")[0].decode() for word in words if word} == {*ENVIRONMENT, "PWD"}


def test_three_hundred_runs_leave_nothing_behind(fresh):
    ask(fresh, ONE)
    before = settled_holdings()
    for _ in range(300):
        assert ask(fresh, ONE).ended.how == End.DONE

    assert eventually(lambda: holds_no_more_than(before)), (before, holdings())


def test_closing_the_events_kills_the_child(fresh):
    template = template_of(fresh)

    def own():
        return {child for child in children() if child.parent == template.pid}

    assert eventually(lambda: len(own()) == AHEAD)
    waiting = own()
    with at_work(fresh):
        assert waiting <= own()

    assert eventually(lambda: len(own()) == AHEAD and not waiting <= own())


def test_a_template_killed_in_the_midst_is_our_fault_and_the_next_run_works(fresh):
    template = template_of(fresh)
    with at_work(fresh) as events:
        os.kill(template.pid, signal.SIGKILL)

        with pytest.raises(SandboxFault, match="template died"):
            list(events)
    assert ask(fresh, ONE).ended.how == End.DONE


def test_a_template_killed_between_jobs_is_replaced_unnoticed(fresh):
    template = template_of(fresh)
    waiting = {child for child in children() if child.parent == template.pid}
    os.kill(template.pid, signal.SIGKILL)
    assert eventually(lambda: not (templates() | children()) & {template, *waiting})

    assert ask(fresh, ONE).ended.how == End.DONE


def test_a_worn_template_is_replaced_while_it_serves(runtimes):
    with closing(NamespacesSandbox(runtimes, Wear(children=5))) as sandbox:
        first = template_of(sandbox)

        assert eventually(lambda: bool(ask(sandbox, ONE).sent) and first not in templates())


def test_jobs_at_the_same_time_keep_apart(sandbox):
    def own(number):
        told = ask(sandbox, f"import numpy as np\ndef answer(): return np.full(1000, {number})")
        return read_array(told.sent[0].npy).tolist() == [number] * 1000

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(own, range(60)))


def test_a_template_outlives_the_thread_that_first_needed_it(fresh):
    with ThreadPoolExecutor(1) as thread:
        template = thread.submit(template_of, fresh).result()

    assert ask(fresh, ONE).ended.how == End.DONE
    assert template in templates()


def test_closing_a_sandbox_leaves_nothing(runtimes):
    before = settled_holdings()
    with open_sandbox("namespaces", runtimes) as sandbox:
        ask(sandbox, ONE)

    assert eventually(lambda: holds_no_more_than(before)), (before, holdings())


WORKER = """
import sys
from pathlib import Path
from tests.boxes import task
from worker.sandbox.open import open_sandbox
from worker.sandbox.reading import watch
sandbox = open_sandbox("namespaces", {"numpy": Path(sys.argv[1])})
events = sandbox.run(task("import time\\ndef answer(): time.sleep(60)", wall=60))
print(next(events), flush=True)
list(events)
"""


def test_nothing_outlives_a_killed_worker(runtimes):
    command = [sys.executable, "-c", WORKER, str(runtimes["numpy"])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as worker:
        assert b"Began" in worker.stdout.readline()
        boxed = descendants(worker.pid)
        assert len(boxed) >= 4
        worker.kill()

    assert eventually(lambda: not any(Path("/proc", str(process.pid)).exists() for process in boxed))


def test_processor_time_is_the_kernels_to_limit(runtimes):
    spin = task("def answer():\n  while True: pass", wall=60)
    allowance = Allowance(memory=512 << 20, cpu_seconds=1, files=1 << 20)
    runtime = read_runtime("numpy", runtimes["numpy"])
    with ThreadPoolExecutor(1) as starter, closing(Nursery(runtime, starter, Wear())) as nursery:
        clone, child = nursery.begin(allowance, encode_task(spin))
        with clone:
            *_, ended = watch(spin, child)

    assert (ended.how, ended.step) == (End.CPU, 0)


def test_a_box_that_cannot_be_made_is_our_fault_and_says_why(sandbox):
    with pytest.raises(SandboxFault, match="A box could not be made: OverflowError"):
        ask(sandbox, ONE, memory_mb=2**50)


def test_a_runtime_that_is_not_there_is_named(sandbox):
    with pytest.raises(BoxUnavailable, match=r"no runtime 'jax' here; there are: .*numpy"):
        list(sandbox.run(replace(task(ONE), runtime="jax")))


def test_a_gpu_is_not_to_be_had(sandbox):
    with pytest.raises(BoxUnavailable, match="no GPU"):
        list(sandbox.run(replace(task(ONE), device="cuda")))
