"""The template: a process that has imported what every handin needs, and clones itself on request.

Theory of operation. The supervisor starts one template a runtime and talks to it over a socket. The
template imports the runtime's libraries, says "ready" and waits. Each request brings the socket of one job;
the template clones itself (`child.live`), sends the child's pidfd over that socket and, when the child has
ended, how it ended. It reads nothing that a child writes, and holds no secret that a child could find in
its copy.

It must have exactly one thread: in a clone, the locks that other threads held stay locked for ever.
When the supervisor closes its end, the template waits for the children it has and leaves.
"""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import site
import socket
import sys
from pathlib import Path

from graders.inside import harness
from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.box import NAMESPACES, Walls, limit_core_dumps
from worker.sandbox.namespaces.inside.child import live

_LARGEST_MESSAGE = 1 << 16
_OURS = ("graders", "worker")


class Template:
    """The serving loop and the children it has to bury."""

    def __init__(self, control: socket.socket, walls: Walls) -> None:
        self._control = control
        self._walls = walls
        self._children: dict[int, tuple[int, socket.socket]] = {}
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._open = True

    def serve(self) -> None:
        """Clone on request and report deaths, until the supervisor leaves and the last child has ended."""
        while self._open or self._children:
            for descriptor, _ in self._poll.poll():
                if descriptor == self._control.fileno():
                    self._answer()
                else:
                    self._bury(descriptor)

    def _answer(self) -> None:
        message, received, _, _ = socket.recv_fds(self._control, _LARGEST_MESSAGE, 1)
        if not message:
            self._poll.unregister(self._control)
            self._open = False
            return
        job = socket.socket(fileno=received[0])
        try:
            pid, pidfd = kernel.clone(NAMESPACES, signal.SIGCHLD)
        except OSError as fault:
            with job, contextlib.suppress(OSError):  # the supervisor may have left
                job.send(f"fault: {fault}".encode())
            return
        if pid == 0:
            live(job, self._walls)
        self._children[pidfd] = pid, job
        self._poll.register(pidfd, select.POLLIN)
        with contextlib.suppress(OSError):
            socket.send_fds(job, [b"born"], [pidfd])

    def _bury(self, pidfd: int) -> None:
        self._poll.unregister(pidfd)
        os.close(pidfd)
        pid, job = self._children.pop(pidfd)
        _, status, usage = os.wait4(pid, 0)
        end = {
            "status": status,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_bytes": max(0, usage.ru_maxrss * 1024 - self._walls.own_memory),
        }
        with job, contextlib.suppress(OSError):
            job.send(b"ended " + json.dumps(end).encode())


def main(descriptor: int) -> None:
    """Warm up, say so, and serve. The first message holds the walls that every box has."""
    control = socket.socket(fileno=descriptor)
    settings = json.loads(control.recv(_LARGEST_MESSAGE))
    be_ordinary_python()
    harness.prepare()
    forget_our_names()
    _check_one_thread()
    gc.collect()
    gc.freeze()  # or each child's first collection would copy every page of the template
    walls = Walls(bytes.fromhex(settings["bpf"]), tuple(settings["readable"]), *_memory())
    control.send(b"ready")
    Template(control, walls).serve()


def be_ordinary_python() -> None:
    """What `python -S` leaves out and a handin may use, and no handler for the terminal's interrupt."""
    site.setquit()
    site.sethelper()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    limit_core_dumps()


def forget_our_names() -> None:
    """Free the names of our packages: a handin's own `worker.py` is to be found, not ours."""
    for name in [name for name in sys.modules if name.split(".")[0] in _OURS]:
        del sys.modules[name]
    sys.path.remove(str(Path(__file__).parents[4]))


def _check_one_thread() -> None:
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"The template has {threads} threads; a clone of it would hang.")


def _memory() -> tuple[int, int]:
    """Bytes of our address space, and of what every child begins with: memory that no file stands behind."""
    size, resident, shared, *_ = map(int, Path("/proc/self/statm").read_text(encoding="ascii").split())
    return size * resource.getpagesize(), (resident - shared) * resource.getpagesize()
