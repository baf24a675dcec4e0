"""A template seen from outside: start it, ask it for children, notice its death.

The template's own side is `inside/template.py`. A socket of whole messages joins the two: settings go in,
"ready" comes back, and then each request carries the socket of one job. Several threads may ask at once.
"""

import json
import resource
import select
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from worker.sandbox.cgroups.group import Groups
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.account import Account
from worker.sandbox.namespaces.clone import Clone, TemplateDied
from worker.sandbox.namespaces.filter import build_filter
from worker.sandbox.namespaces.launch import ENVIRONMENT, boxed, template_command
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import view_of
from worker.sandbox.namespaces.wear import Wear

_START_SECONDS = 120
_CREDENTIALS = struct.Struct("3i")
"""Process, user and group, as the kernel attaches them to a message."""


class Template:
    """One warm process of a runtime. Starting it takes as long as importing the runtime's libraries does.

    Call it from a thread that lives at least as long: the kernel kills the template with the thread.
    Raises BoxUnavailable with the template's last words if it does not come up. groups: where each child
    has a control group of its own, if anywhere.
    """

    def __init__(self, runtime: Runtime, wear: Wear, groups: Groups | None = None) -> None:
        view = view_of(runtime)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_START_SECONDS)
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the template is
        self._groups = groups
        self._wear = wear
        self._born = 0
        self._started = time.monotonic()
        with theirs:
            self._process = subprocess.Popen(
                boxed(view, template_command(runtime, theirs.fileno())),
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=self._words,
                stderr=self._words,
                pass_fds=[theirs.fileno()],
            )
        settings = {"bpf": build_filter().hex(), "readable": view.readable}
        self.pid = self._warm_up(json.dumps(settings).encode())
        self._first_memory = own_memory(self.pid)

    @property
    def worn(self) -> bool:
        """Whether it is time for a new one."""
        growth = own_memory(self.pid) - self._first_memory
        return self._wear.shows(self._born, time.monotonic() - self._started, growth)

    @property
    def alive(self) -> bool:
        """Whether it still holds its end of the socket, on which it has nothing more to say."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        return not poll.poll(0)

    def bear(self) -> Clone:
        """A fresh child, waiting for its job. Raises TemplateDied."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._born += 1
        try:
            with theirs:
                socket.send_fds(self._control, [b"child"], [theirs.fileno()])
        except OSError as problem:
            ours.close()
            raise TemplateDied(f"The template is gone. {self._last_words()}") from problem
        group = self._groups.make() if self._groups else None
        return Clone(ours, Account(group, own_memory(self.pid)))

    def retire(self) -> None:
        """Let it end when its children have ended."""
        self._control.close()

    def gone(self) -> bool:
        """Whether a retired template has ended, and nothing is left to be closed."""
        if self._process.poll() is None:
            return False
        self._words.close()
        return True

    def close(self) -> None:
        """End it and everything in it now."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._words.close()

    def _warm_up(self, settings: bytes) -> int:
        """The template's process number by our count, as the kernel vouches for it."""
        # Only this once: afterwards nothing is read from it but that it is gone.
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        try:
            self._control.send(settings)
            word, attached, _, _ = self._control.recvmsg(64, socket.CMSG_SPACE(_CREDENTIALS.size))
        except OSError:
            word = b""
        if word != b"ready":
            self._control.close()
            self._process.kill()
            self._process.wait()
            raise BoxUnavailable(f"A template did not start. {self._last_words()}")
        pid: int = _CREDENTIALS.unpack(attached[0][2])[0]
        return pid

    def _last_words(self) -> str:
        """The end of what it wrote before it died."""
        self._words.seek(0)
        lines = self._words.read().decode("utf-8", "replace").strip().splitlines()
        return f"Its last words: {lines[-1]}" if lines else "It said nothing."


def own_memory(pid: int) -> int:
    """Bytes of memory that a process has to itself, seen from outside; 0 when it has ended."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return (int(resident) - int(shared)) * resource.getpagesize()
