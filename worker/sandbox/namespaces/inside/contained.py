"""Process 1 of a container that is to run one job, and the child of it that runs it.

Theory of operation. A container outlives whoever started it, so something within must see to its end. That
is process 1: it warms up, waits on standard input for one job, forks a child for it, and from then on only
watches. When the child has ended it ends too, and its status says how. When standard input is closed (the
supervisor is gone, or Docker is) it ends at once, and the kernel ends the child with it. It reads nothing
that a handin has written, and the child cannot signal, trace or look into it.

The child seals itself, says "sealed" on standard output, and only then reads its task from standard input;
whatever comes on standard output from then on are frames.
"""

import json
import os
import select
import signal
import struct
from typing import NoReturn

from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.box import Walls, arrange_descriptors
from worker.sandbox.namespaces.inside.child import run_to_the_end
from worker.sandbox.namespaces.inside.fresh import read_walls, seal, start_device, warm_up

LENGTH = struct.Struct("<Q")
"""Before each of the three messages on standard input: walls, allowance, task."""

MOST_STATUS = 99
"""The highest exit status that is told; higher ones read as this."""
BY_SIGNAL = 100
"""The status that tells of a child ended by a signal: this and the signal's number."""
_MOST_SIGNAL = 36
"""So that no status is 137, by which Docker tells that process 1 itself was killed."""

_PR_SET_DUMPABLE = 4
_STDIN, _STDOUT, _STDERR = 0, 1, 2
_TASK, _FRAMES = 3, 4
_PROCESSES = 4096
"""Docker counts a container's processes itself; the kernel's own count is of all containers together."""


def main() -> NoReturn:
    """Be process 1."""
    settings = json.loads(read_message(_STDIN))
    warm_up()
    os.write(_STDOUT, b"ready\n")
    # The message holds numbers only; the handin comes after it.
    allowance = Allowance.decode(read_message(_STDIN))
    walls = read_walls(settings)
    kernel.prctl(_PR_SET_DUMPABLE, 0)  # nobody may look into these processes, whoever its user is
    pid = os.fork()
    if pid == 0:
        _be_child(walls, allowance)
    child = os.pidfd_open(pid)
    os.closerange(_STDOUT, child)
    os._exit(_watch(pid, child, allowance.cpu_seconds))


def _be_child(walls: Walls, allowance: Allowance) -> NoReturn:
    frames = _STDOUT
    try:
        nothing = os.open("/dev/null", os.O_RDONLY)
        arrange_descriptors([nothing, _STDERR, _STDERR, _STDIN, _STDOUT])
        frames = _FRAMES
        start_device(walls)
        seal(walls, allowance, _PROCESSES)
    except BaseException as fault:  # noqa: BLE001 - told to the supervisor, whatever it is
        os.write(frames, f"fault: {type(fault).__name__}: {fault}\n".encode())
        os._exit(1)
    os.write(frames, b"sealed\n")
    task = read_message(_TASK)
    os.close(_TASK)
    run_to_the_end(task, _FRAMES)


def read_message(descriptor: int) -> bytes:
    """One message: its length, then its bytes. Ends the process where there is none to come."""
    (length,) = LENGTH.unpack(_read(descriptor, LENGTH.size))
    return _read(descriptor, length)


def tell_status(status: int, cpu_seconds: float, allowed: int) -> int:
    """The exit status of process 1 that tells how its child ended."""
    if os.WIFEXITED(status):
        return min(os.WEXITSTATUS(status), MOST_STATUS)
    number = os.WTERMSIG(status)
    if number == signal.SIGKILL and cpu_seconds > allowed - 1:
        number = signal.SIGXCPU
    return BY_SIGNAL + min(number, _MOST_SIGNAL)


def _read(descriptor: int, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        piece = os.read(descriptor, min(size - len(content), 1 << 20))
        if not piece:
            os._exit(0)  # the supervisor has no job for this container any more
        content += piece
    return bytes(content)


def _watch(pid: int, child: int, allowed: int) -> int:
    poll = select.poll()
    poll.register(child, select.POLLIN)
    poll.register(_STDIN, 0)  # only that it has been closed
    if child not in {descriptor for descriptor, _ in poll.poll()}:
        return 0
    _, status, usage = os.wait4(pid, 0)
    return tell_status(status, usage.ru_utime + usage.ru_stime, allowed)
