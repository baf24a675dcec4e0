"""A clone of a template seen from outside: give it its job, kill it, hear how it ended.

Its own side is `inside/child.py`. On the job socket come whole messages: from the template "born" with the
clone's pidfd and "ended" with its exit; from the clone itself "sealed" or "fault" before it reads the task,
then nothing, for it closes the socket. Two pipes carry whatever the handin's process writes;
`worker.sandbox.reading` reads them.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
from collections.abc import Iterator
from typing import Self

from graders.errors import SandboxFault
from worker.sandbox.courtesy import let_others_go_first
from worker.sandbox.namespaces.account import Account
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.patience import pid_of
from worker.sandbox.reading import Child, Exit

_LARGEST_MESSAGE = 4096
_PATIENCE_SECONDS = 30
_PIPE_SIZE = 1 << 20


class TemplateDied(SandboxFault):
    """The template is gone, and its children with it."""


class Clone:
    """One process in a box of its own, and its account. Closing it kills it and leaves nothing behind."""

    def __init__(self, job: socket.socket, account: Account) -> None:
        self._job = job
        self._job.settimeout(_PATIENCE_SECONDS)
        self._account = account
        self._pidfd = -1
        self._pipes: list[int] = []
        self._sealed = False
        self._exit: Exit | None = None

    def be_born(self) -> None:
        """Wait until it lives, and open its account. Raises SandboxFault, TemplateDied."""
        try:
            while self._pidfd < 0:
                self._hear()
            self._account.enter(self._pidfd)
        except OSError as problem:
            raise TemplateDied(f"A child was not born: {problem}.") from problem

    def begin(self, allowance: Allowance, task: bytes) -> Child:
        """Send the job and return when the box is closed around the clone. Raises SandboxFault,
        TemplateDied."""
        if self._pidfd < 0:
            self.be_born()
        try:
            self._account.bound(allowance)
            with self._ends(task) as ends:
                socket.send_fds(self._job, [allowance.encode()], ends)
            while not self._sealed:
                self._hear()
                if self._exit:
                    raise SandboxFault("A child ended before its box was closed.")
            let_others_go_first(pid_of(self._pidfd))  # its session is its own only now
        except OSError as problem:
            raise TemplateDied(f"A child could not be reached: {problem}.") from problem
        frames, output = self._pipes
        return Child(frames, output, self._pidfd, self._kill, self._wait, allowance.cpu_seconds)

    def close(self) -> None:
        """Leave nothing of it behind. Raises SandboxFault if it will not die."""
        try:
            if self._pidfd >= 0:
                self._kill()
                self._wait()
        except TemplateDied:
            pass  # then so has the clone: the kernel kills it with the template
        finally:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _wait(self) -> Exit:
        try:
            while not self._exit:
                self._hear()
        except TimeoutError as problem:
            raise SandboxFault("A child was killed and did not end.") from problem
        return self._exit

    @contextlib.contextmanager
    def _ends(self, task: bytes) -> Iterator[list[int]]:
        """The clone's ends (task, frames, output), closed here once they have been sent."""
        ends = [os.memfd_create("task"), self._open_pipe(_PIPE_SIZE), self._open_pipe()]
        try:
            with open(ends[0], "wb", closefd=False) as file:
                file.write(task)
            os.lseek(ends[0], 0, os.SEEK_SET)
            yield ends
        finally:
            for end in ends:
                os.close(end)

    def _open_pipe(self, size: int = 0) -> int:
        ours, theirs = os.pipe()
        self._pipes.append(ours)
        if size:
            # A user who has many large pipes already gets a small one: slower, and no less right.
            with contextlib.suppress(PermissionError):
                fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, size)
        return theirs

    def _hear(self) -> None:
        message, received, _, _ = socket.recv_fds(self._job, _LARGEST_MESSAGE, 1)
        word, _, rest = message.decode("utf-8", "replace").partition(" ")
        if word == "born":
            self._pidfd = received[0]
        elif word == "sealed":
            self._sealed = True
        elif word == "ended":
            self._exit = self._account.settle(Exit(**json.loads(rest)))
        elif word:
            raise SandboxFault(f"A box could not be made: {rest}.")
        else:
            raise TemplateDied("The template died while a child of it was at work.")

    def _release(self) -> None:
        self._job.close()
        for descriptor in [*self._pipes, self._pidfd]:
            if descriptor >= 0:
                os.close(descriptor)
        self._pipes, self._pidfd = [], -1
        self._account.close()
