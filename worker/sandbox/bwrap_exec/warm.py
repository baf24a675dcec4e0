"""A fresh interpreter seen from outside: start it, give it its one job, kill it, hear how it ended.

Its own side is `namespaces/inside/fresh.py`. On the job socket come whole messages: "ready" when it is
warm, then "sealed", or "fault" and why, before it reads the task; nothing after, for it closes the socket.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Self

from graders.errors import SandboxFault
from worker.sandbox.bwrap_exec.launch import Inherited, fresh_command, strictly_boxed
from worker.sandbox.bwrap_exec.memory import HeldMemory
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.environment import driver_folder, gpu_environment
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.namespaces.filter import STARTING, STARTING_GPU, build_filter
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.launch import ENVIRONMENT
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import view_of, with_driver
from worker.sandbox.pool import BoxLost
from worker.sandbox.reading import Child, Exit

_START_SECONDS = 120
_PATIENCE_SECONDS = 30
_LARGEST_MESSAGE = 4096
_BY_SIGNAL = 128
"""bubblewrap's status for a program that a signal ended: this and the signal's number."""


class WarmInterpreter:
    """One interpreter in a box of its own that has imported its runtime and waits.

    Call it from a thread that lives at least as long: the kernel kills the box with the thread. Raises
    BoxUnavailable with the interpreter's last words if it does not come up.
    """

    def __init__(self, runtime: Runtime, files: int, gpu: Gpu | None = None) -> None:
        view = view_of(runtime) if gpu is None else with_driver(view_of(runtime), driver_folder())
        self._held: HeldMemory | None = None
        self._gpu = gpu
        self._pipes: list[int] = []
        self._exit: Exit | None = None
        self._warm_seconds = 0.0
        self._killed = False
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the box is
        self._job, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._job.settimeout(_START_SECONDS)
        told, started = os.pipe()
        self._inner: int | None = None
        self._pipes.append(told)
        with theirs, _file_of(build_filter(STARTING_GPU if gpu else STARTING)) as seccomp:
            inherited = Inherited(seccomp, started)
            self._process = subprocess.Popen(
                strictly_boxed(view, files, inherited, fresh_command(runtime, theirs.fileno()), gpu),
                env=ENVIRONMENT | (gpu_environment(gpu) if gpu else {}),
                stdin=subprocess.DEVNULL,
                stdout=self._words,
                stderr=self._words,
                pass_fds=[theirs.fileno(), seccomp, started],
            )
            os.close(started)
        self._pidfd = os.pidfd_open(self._process.pid)
        bpf = build_filter(gpu=gpu is not None)
        self._warm_up({"bpf": bpf.hex(), "readable": view.readable, "gpu": gpu is not None})

    @property
    def alive(self) -> bool:
        """Whether it still waits."""
        return not select.select([self._pidfd], [], [], 0)[0]

    def begin(self, allowance: Allowance, task: bytes) -> Child:
        """Send the job and return when the box is sealed around it. Raises SandboxFault."""
        # A GPU is started now, and its libraries, gigabytes of them, may still lie on a disk alone.
        self._job.settimeout(_START_SECONDS if self._gpu else _PATIENCE_SECONDS)
        try:
            with self._ends(task) as ends:
                socket.send_fds(self._job, [allowance.encode()], ends)
            told = self._job.recv(_LARGEST_MESSAGE)
        except OSError as problem:
            raise BoxLost(f"A box could not be reached: {problem}. {self._last_words()}") from problem
        if not told:
            raise BoxLost(f"A box died before it was sealed. {self._last_words()}")
        if told != b"sealed":
            why = told.decode("utf-8", "replace").removeprefix("fault: ")
            raise SandboxFault(f"A box could not be made: {why}.")
        if self._gpu:
            # Address space cannot be limited here: a GPU's driver reserves more than there is memory.
            self._held = HeldMemory(self._process.pid, allowance.memory, self._kill)
        frames, output = self._pipes
        return Child(frames, output, self._pidfd, self._kill, self._wait, allowance.cpu_seconds)

    def close(self) -> None:
        """Kill it, if it lives, and leave nothing of it behind."""
        self._kill()
        if self._held:
            self._held.close()
        with contextlib.suppress(SandboxFault):  # told already, or of no interest to anybody
            self._wait()
        self._job.close()
        self._words.close()
        inner = [] if self._inner is None else [self._inner]
        for descriptor in [*self._pipes, self._pidfd, *inner]:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _warm_up(self, settings: dict[str, object]) -> None:
        try:
            self._job.send(json.dumps(settings).encode())
            word, _, seconds = self._job.recv(_LARGEST_MESSAGE).partition(b" ")
        except OSError:
            word = b""
        if word != b"ready":
            last_words = self._last_words()
            self.close()
            raise BoxUnavailable(f"A box did not come up. {last_words}")
        self._warm_seconds = float(seconds)
        told = self._pipes.pop()
        self._inner = os.pidfd_open(json.loads(os.read(told, _LARGEST_MESSAGE))["child-pid"])
        os.close(told)

    def _kill(self) -> None:
        # What bubblewrap started dies with it.
        if self._exit is None and self.alive:
            self._killed = True
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _wait(self) -> Exit:
        if self._exit is None:
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            spent = usage.ru_utime + usage.ru_stime - self._warm_seconds
            kills = 1 if self._held and self._held.exceeded else None
            self._exit = Exit(_of_the_program(status), spent, memory_kills=kills)
            self._outlive()
            if os.WIFSIGNALED(status) and not self._killed:
                raise SandboxFault("Somebody killed a box in the midst: bubblewrap itself died by a signal.")
        return self._exit

    def _outlive(self) -> None:
        """Wait until the interpreter is gone too: bubblewrap is only its parent, and dies first if killed."""
        if self._inner is not None and not select.select([self._inner], [], [], _PATIENCE_SECONDS)[0]:
            raise SandboxFault("A box does not end, although it was killed.")

    @contextlib.contextmanager
    def _ends(self, task: bytes) -> Iterator[list[int]]:
        """The interpreter's ends (task, frames, output), closed here once they have been sent."""
        with _file_of(task) as file:
            ends = [file]
            try:
                for _ in range(2):
                    ours, theirs = os.pipe()
                    self._pipes.append(ours)
                    ends.append(theirs)
                yield ends
            finally:
                for end in ends[1:]:
                    os.close(end)

    def _last_words(self) -> str:
        """The end of what it wrote before it died."""
        self._words.seek(0)
        lines = self._words.read().decode("utf-8", "replace").strip().splitlines()
        return f"Its last words: {lines[-1]}" if lines else "It said nothing."


def _of_the_program(status: int) -> int:
    """The wait status of the program that bubblewrap waited for, from bubblewrap's own."""
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) > _BY_SIGNAL:
        return os.WEXITSTATUS(status) - _BY_SIGNAL
    return status


@contextlib.contextmanager
def _file_of(content: bytes) -> Iterator[int]:
    """A descriptor of a file in memory that holds this and stands at its beginning."""
    descriptor = os.memfd_create("content")
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)
