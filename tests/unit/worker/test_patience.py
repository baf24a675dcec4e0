"""A slow machine costs no marks: a step's time is put off while its child is held up, and not for ever."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

import pytest

from graders.box import BoxTask, End, Ended, Limits, Step
from graders.inside import frames
from worker.sandbox import patience
from worker.sandbox.patience import AGAIN, Patience, Seen, children, look, pid_of
from worker.sandbox.reading import Child, Exit, watch

WALL = 0.2
LOOP = "while True: pass"


@contextmanager
def python(code: str) -> Iterator[int]:
    """A pidfd of a process that runs this, once it says that it does."""
    command = [sys.executable, "-c", f"print('here', flush=True)\n{code}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        pidfd = os.pidfd_open(process.pid)
        try:
            assert process.stdout
            assert process.stdout.readline() == b"here\n"
            yield pidfd
        finally:
            process.kill()
            os.close(pidfd)


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within ten seconds."""
    end = monotonic() + 10
    while monotonic() < end:
        if holds():
            return True
        sleep(0.01)
    return False


def seen(pidfd: int) -> Seen:
    found = look(pidfd)
    assert found
    return found


def test_a_loop_wants_a_processor_and_uses_it():
    with python(LOOP) as pidfd:
        before = seen(pidfd).cpu_seconds
        assert soon(lambda: seen(pidfd).runnable)
        assert soon(lambda: seen(pidfd).cpu_seconds > before + 0.1)


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "import sys; sys.stdin.read()"])
def test_who_sleeps_or_waits_wants_none(code: str):
    with python(code) as pidfd:
        assert soon(lambda: not seen(pidfd).runnable)


def test_who_has_stopped_itself_wants_none():
    with python("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)") as pidfd:
        assert soon(lambda: not seen(pidfd).runnable)
        signal.pidfd_send_signal(pidfd, signal.SIGCONT)


def test_what_descends_from_a_process_counts_with_it():
    below = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LOOP!r}], timeout=20)"
    with python(below) as pidfd:
        assert soon(lambda: seen(pidfd).runnable and seen(pidfd).cpu_seconds > 0.2)
        (child,) = children(pid_of(pidfd))
        os.kill(child, signal.SIGKILL)


def test_what_is_gone_or_is_no_process_is_not_seen():
    read, write = os.pipe()
    assert look(read) is None
    os.close(read)
    os.close(write)
    assert look(read) is None
    with python("") as pidfd:
        pass
    assert look(pidfd) is None


@pytest.mark.parametrize(
    ("found", "unread", "lasts"),
    [
        (Seen(True, 0.0), False, True),  # wanted a processor, and got none
        (Seen(True, 4.9), False, False),  # had it, and has not ended
        (Seen(False, 0.0), False, False),  # sleeps
        (Seen(False, 0.0), True, True),  # waits until we have read what it wrote
        (Seen(False, 4.9), True, False),  # writes without end
        (None, True, False),
    ],
)
def test_only_who_was_held_up_is_waited_for(found, unread: bool, lasts: bool, monkeypatch):
    looks = iter([Seen(False, 0.0), found])
    monkeypatch.setattr(patience, "look", lambda _pidfd: next(looks))
    assert Patience(-1).lasts(5.0, unread) is lasts


def test_what_an_interpreter_used_before_its_job_is_not_the_handins(monkeypatch):
    looks = iter([Seen(False, 60.0), Seen(True, 60.1), Seen(True, 64.9)])
    monkeypatch.setattr(patience, "look", lambda _pidfd: next(looks))
    waiting = Patience(-1)
    assert [waiting.lasts(5.0, unread=False) for _ in range(2)] == [True, False]


def test_nobody_is_waited_for_for_ever_and_each_step_anew(monkeypatch):
    monkeypatch.setattr(patience, "look", lambda _pidfd: Seen(True, 0.0))
    waiting = Patience(-1)
    for _ in range(2):
        assert [waiting.lasts(5.0, unread=False) for _ in range(AGAIN + 1)] == [True] * AGAIN + [False]
        waiting.begin()


def test_a_step_that_the_machine_held_up_finishes(monkeypatch):
    monkeypatch.setattr(patience, "look", lambda _pidfd: Seen(True, 0.0))
    assert _watched(silent=2.5 * WALL).how is End.DONE


def test_a_step_that_is_late_by_itself_is_stopped(monkeypatch):
    monkeypatch.setattr(patience, "look", lambda _pidfd: Seen(False, 0.0))
    late = _watched(silent=2.5 * WALL)
    assert (late.how, late.detail) == (End.WALL, f"ran longer than {WALL:g} seconds")
    assert late.used.wall_seconds < 2 * WALL


def test_a_step_is_stopped_at_last_however_slow_the_machine(monkeypatch):
    monkeypatch.setattr(patience, "look", lambda _pidfd: Seen(True, 0.0))
    late = _watched(silent=None)
    assert late.how is End.WALL
    assert late.used.wall_seconds > (1 + AGAIN) * WALL * 0.95


def _watched(silent: float | None) -> Ended:
    """How a child ends that begins its step, says nothing for so many seconds, and finishes."""
    task = BoxTask("numpy", "cpu", {}, {}, (Step("p", "check", 1, WALL),), Limits(64, 1, 1, 1))
    reads, writes = os.pipe()
    output, output_end = os.pipe()
    ended, ended_end = os.pipe()

    def write() -> None:
        os.write(writes, _frame(frames.BEGAN))
        if silent is not None:
            sleep(silent)
            os.write(writes, _frame(frames.FINISHED, b'{"changed": [], "lent": {}}') + _frame(frames.DONE))

    child = Thread(target=write)
    child.start()
    try:
        *_, last = watch(task, Child(reads, output, ended, lambda: None, lambda: Exit(9)))
    finally:
        child.join()
        for descriptor in (reads, writes, output, output_end, ended, ended_end):
            os.close(descriptor)
    assert isinstance(last, Ended)
    return last


def _frame(kind: int, header: bytes = b"") -> bytes:
    return frames.HEAD.pack(kind, 0, len(header), 0) + header
