"""A container seen from outside: start it, give it its one job, kill it, hear how it ended, remove it.

Its own side is `namespaces/inside/contained.py`. It says "ready" when it is warm, then "sealed", or "fault"
and why, before it reads its task; from then on its standard output is frames.
"""

import json
import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from graders.errors import SandboxFault
from worker.sandbox.containers import options
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.stream import AttachedStream
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.filter import build_filter
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.contained import BY_SIGNAL, LENGTH
from worker.sandbox.namespaces.view import PACKAGES, system_view
from worker.sandbox.pool import BoxLost
from worker.sandbox.reading import Child, Exit

_START_SECONDS = 120
_PATIENCE_SECONDS = 30
_LEAVE_SECONDS = 10
_LONGEST_LINE = 4096
_KILLED = 128 + signal.SIGKILL


@dataclass(frozen=True)
class Recipe:
    """What warm containers of a kind are made from."""

    daemon: Daemon
    image: str
    python: str
    size: options.Size
    gpu: str
    """The name of the one it may have; "" for none."""
    remove: Callable[[str], None]
    """Takes a container that is over, and sees to its removal."""


class WarmContainer:
    """One container that has imported its runtime and waits.

    Raises BoxUnavailable or SandboxFault, with the container's last words, if it does not come up.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._daemon = recipe.daemon
        self._remove = recipe.remove
        self._exit: Exit | None = None
        self._pidfd = -1
        self._killed = False
        with self._daemon.answers():
            api = self._daemon.api
            made_of = recipe.image, recipe.python, recipe.size, self._daemon.site.runtime, recipe.gpu
            self._id = options.create(api, *made_of)
            try:
                # Before it starts, so that not a byte of it is missed.
                self._stream = AttachedStream(self._daemon.attach(self._id))
            except BaseException:
                self._remove(self._id)
                raise
        try:
            with self._daemon.answers():
                api.start(self._id)
                self._pidfd = self._open_pidfd(api.inspect_container(self._id))
            self._warm_up(gpu=bool(recipe.gpu))
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still waits."""
        return not select.select([self._stream.ended], [], [], 0)[0]

    def begin(self, allowance: Allowance, task: bytes) -> Child:
        """Send the job and return when the box is sealed around it. Raises SandboxFault."""
        self._forget_what_it_said()
        try:
            self._send(allowance.encode())
            told = self._hear(_PATIENCE_SECONDS)
            if told == "sealed":
                self._send(task)
        except OSError as problem:
            raise BoxLost(f"A container could not be reached: {problem}.") from problem
        if not told:
            raise BoxLost("A container died before it was sealed.")
        if told != "sealed":
            raise SandboxFault(f"A box could not be made: {told.removeprefix('fault: ')}.")
        stream = self._stream
        return Child(
            stream.frames,
            stream.output,
            stream.ended,
            self._kill,
            self._wait,
            allowance.cpu_seconds,
            self._pidfd,
        )

    def close(self) -> None:
        """Kill it, if it lives, and have it removed."""
        self._kill()
        self._stream.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        self._remove(self._id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _warm_up(self, *, gpu: bool) -> None:
        readable = (PACKAGES, *system_view().readable)
        settings = {"bpf": build_filter(gpu=gpu).hex(), "readable": readable, "gpu": gpu}
        try:
            self._send(json.dumps(settings).encode())
            told = self._hear(_START_SECONDS)
        except OSError:
            told = ""
        if told != "ready":
            words = os.read(self._stream.output, _LONGEST_LINE).decode("utf-8", "replace").strip()
            last = words.splitlines()[-1] if words else ""
            raise BoxUnavailable(f"A container did not come up. Its last words: {last or 'none'}")

    def _forget_what_it_said(self) -> None:
        """Words of libraries that were imported are nothing that a handin has said."""
        while select.select([self._stream.output], [], [], 0)[0]:
            if not os.read(self._stream.output, _LONGEST_LINE):
                return

    def _send(self, message: bytes) -> None:
        self._stream.send(LENGTH.pack(len(message)) + message)

    def _hear(self, seconds: float) -> str:
        """One line of what it says while only our code runs in it."""
        line = b""
        while not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
            if not select.select([self._stream.frames], [], [], seconds)[0]:
                raise TimeoutError("it says nothing")
            byte = os.read(self._stream.frames, 1)
            if not byte:
                return ""
            line += byte
        return line.decode("utf-8", "replace").strip()

    def _kill(self) -> None:
        """Kill process 1 of it, and with it all: by the kernel where we can, else by Docker."""
        if self._exit is not None:
            return
        self._killed = self._killed or self.alive
        if self._pidfd >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        else:
            with suppress(SandboxFault), self._daemon.answers():
                self._daemon.api.kill(self._id)

    def _wait(self) -> Exit:
        if self._exit is None and self._killed and self._pidfd >= 0:
            # The kernel's word is enough, and comes at once.
            if not select.select([self._pidfd], [], [], _LEAVE_SECONDS)[0]:
                raise SandboxFault("A container was killed and did not end.")
            self._exit = Exit(signal.SIGKILL)
        if self._exit is None:
            with self._daemon.answers():
                told = self._daemon.api.wait(self._id, timeout=_LEAVE_SECONDS)
                code = int(told["StatusCode"])
                if code == _KILLED and not self._killed:
                    self._blame_memory()
            self._exit = _read_exit(code)
        return self._exit

    def _blame_memory(self) -> None:
        """Raise SandboxFault unless it was for memory that process 1 was killed, which was not by us."""
        if not self._daemon.api.inspect_container(self._id)["State"]["OOMKilled"]:
            raise SandboxFault("Somebody killed a container in the midst of its job.")

    def _open_pidfd(self, told: dict[str, Any]) -> int:
        """A descriptor of process 1 of it, if it runs on this machine and we may kill it; else -1.

        Its number is of the daemon's machine, so it is only believed when the process says the same.
        """
        pid = int(told["State"]["Pid"])
        try:
            pidfd = os.pidfd_open(pid)
        except (OSError, ValueError):
            return -1
        try:
            ours = self._id in Path(f"/proc/{pid}/cgroup").read_text(encoding="ascii")
            signal.pidfd_send_signal(pidfd, 0)
        except OSError:
            ours = False
        if not ours:
            os.close(pidfd)
            return -1
        return pidfd


def _read_exit(code: int) -> Exit:
    """How the child of process 1 ended, from the container's exit status."""
    if code >= _KILLED:
        return Exit(signal.SIGKILL)
    return Exit(code - BY_SIGNAL if code > BY_SIGNAL else code << 8)
