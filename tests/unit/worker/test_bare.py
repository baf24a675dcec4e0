"""The bare box keeps the contract of `graders.box.Sandbox`, and the limits that a process can set itself."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from graders.arrays import read_array
from graders.box import (
    Began,
    BoxTask,
    End,
    Ended,
    Event,
    Exercise,
    Finished,
    Loading,
    Printed,
    Raised,
    Sent,
    Step,
    StudentFrame,
)
from graders.errors import SandboxFault
from graders.problem import Limits
from tests.runtimes import runtime_python
from worker.sandbox.bare import BareSandbox

EXERCISE = """
import numpy as np
def check(handin, rng):
    return {"out": handin.load("student.py").answer(handin.lend("x", rng.standard_normal(3)))}
"""


def start(source: str, steps: int = 1, wall: float = 5.0, **limits: int) -> Iterator[Event]:
    task = BoxTask(
        runtime="numpy",
        device="cpu",
        files={"student.py": source.encode()},
        exercises={"p": Exercise(EXERCISE)},
        steps=tuple(Step("p", "check", seed, wall) for seed in range(steps)),
        limits=Limits(**limits),
    )
    return BareSandbox({"numpy": runtime_python("numpy")}).run(task)


def test_a_child_tells_what_its_steps_answer():
    events = list(start("print('hello')\ndef answer(x): return 2 * x", steps=2))

    sent = [event for event in events if isinstance(event, Sent)]
    assert read_array(sent[0].npy).shape == (3,)
    assert events == [
        *(Began(0), Loading(0, "student.py"), Printed(0, "hello\n"), Loading(0, "student.py", done=True)),
        *(sent[0], Finished(0), Began(1), sent[1], Finished(1)),
        Ended(End.DONE),
    ]


def test_an_exception_ends_its_step_and_no_other():
    events = list(start("def answer(x):\n    raise SystemExit(x[7])", steps=2))

    raised = [event for event in events if isinstance(event, Raised)]
    assert [event.step for event in raised] == [0, 1]
    assert raised[0].type_name == "IndexError"
    assert raised[0].frames == (StudentFrame("student.py", 2, "answer", "raise SystemExit(x[7])"),)
    assert events[-1] == Ended(End.DONE)


def test_a_loop_is_stopped_at_its_wall_time_and_located():
    began = monotonic()
    *_, raised, last = start("def answer(x):\n    while True:\n        pass", steps=2, wall=0.5)

    assert isinstance(raised, Raised)
    assert raised.frames[0].line in (2, 3)
    assert last == Ended(End.WALL, 0, "ran longer than 0.5 seconds")
    assert monotonic() - began < 5


LEAVES = "import os\ndef answer(x): os._exit(3)"
CRASHES = "import os\ndef answer(x): os.kill(os.getpid(), 11)"
FLOODS = "import os\ndef answer(x):\n    while True: os.write(1, b'x' * 65536)"
FORGES = """
import os, stat
def answer(x):
    for fd in range(3, 1000):
        try:
            if stat.S_ISFIFO(os.fstat(fd).st_mode): WHAT
        except OSError: pass
    while True: pass
"""


@pytest.mark.parametrize(
    ("source", "how", "detail"),
    [
        (LEAVES, End.EXIT, "exit status 3"),
        (CRASHES, End.SIGNAL, "SIGSEGV"),
        (FLOODS, End.PRINTED, "printed more than 1 MB"),
        (FORGES.replace("WHAT", "os.close(fd)"), End.NONSENSE, "closed its channel to the grader"),
        (FORGES.replace("WHAT", "os.write(fd, b'?' * 99)"), End.NONSENSE, "a frame of unknown kind 63"),
    ],
)
def test_an_early_end_has_a_name(source: str, how: End, detail: str):
    *_, last = start(source, steps=2, printed_mb=1)

    assert isinstance(last, Ended)
    assert (last.how, last.step, last.detail) == (how, 0, detail)


def test_memory_beyond_the_limit_is_an_exception_of_the_student():
    *_, raised, last = start("import numpy as np\ndef answer(x): return np.ones(10**9)", memory_mb=256)

    assert isinstance(raised, Raised)
    assert raised.type_name == "MemoryError"
    assert last == Ended(End.DONE)


def test_the_last_words_past_python_are_kept():
    *_, last = start(
        "import os\ndef answer(x):\n    os.write(2, b'\\x1b[31mfree(): invalid pointer')\n    os.abort()"
    )

    assert last == Ended(End.SIGNAL, 0, "SIGABRT", "free(): invalid pointer")


def test_a_child_inherits_no_environment_and_leaves_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SECRET", "hunter2")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    *_, printed, raised, last = start(
        "import os\nopen('left', 'w').close()\ndef answer(x): print(os.environ), 1 / 0"
    )

    assert isinstance(printed, Printed)
    assert isinstance(raised, Raised)
    assert "hunter2" not in printed.text
    assert last == Ended(End.DONE)
    assert list(tmp_path.iterdir()) == []


def test_processes_left_behind_do_not_hold_up_the_end():
    began = monotonic()
    *_, last = start(
        "import os, time\ndef answer(x):\n    if os.fork() == 0: time.sleep(60)\n    os._exit(0)"
    )

    assert isinstance(last, Ended)
    assert last.how is End.EXIT
    assert monotonic() - began < 5


def test_closing_the_events_kills_the_child(tmp_path: Path):
    witness = tmp_path / "alive"
    source = f"import time\ndef answer(x):\n    time.sleep(1)\n    open({str(witness)!r}, 'w')"
    events = start(source)
    assert next(events) == Began(0)
    events.close()  # type: ignore[attr-defined]

    sleep(1.2)
    assert not witness.exists()


def test_a_machine_without_the_runtime_is_our_fault():
    task = BoxTask("cobol", "cpu", {}, {}, (), Limits())

    with pytest.raises(SandboxFault, match="no runtime 'cobol'"):
        next(BareSandbox({"numpy": Path("python")}).run(task))


def test_a_runtime_that_does_not_start_is_our_fault(tmp_path: Path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no numpy here >&2\nexit 1\n")
    broken.chmod(0o755)
    task = BoxTask("numpy", "cpu", {}, {"p": Exercise("")}, (Step("p", "check", 0, 1.0),), Limits())

    with pytest.raises(SandboxFault, match=r"exit status 1.*no numpy here"):
        list(BareSandbox({"numpy": broken}).run(task))
