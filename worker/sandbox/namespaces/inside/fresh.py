"""A fresh interpreter that is to run one job: it warms up, waits, seals itself, runs the job and is gone.

Theory of operation. Somebody else has made the box around it (bubblewrap), with files of its own mounted,
no capabilities and a first filter of system calls. It imports the runtime's libraries, says "ready" and
waits on its job socket. The job is an allowance and three descriptors: the task, and two pipes to answer
on. Then it does what only it can do: descriptors into place, limits, Landlock, the whole filter. It says
"sealed" and only then reads the first byte of a handin. No fork, no clone: what is warm is used once.
"""

import json
import mmap
import os
import resource
import socket
import time
from pathlib import Path
from typing import Any, NoReturn

from graders.inside import harness
from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.box import (
    THREADS,
    WORKPLACE,
    WRITABLE,
    Walls,
    arrange_descriptors,
    limit_resources,
)
from worker.sandbox.namespaces.inside.child import run_to_the_end
from worker.sandbox.namespaces.inside.landlock import has_landlock, restrict_files
from worker.sandbox.namespaces.inside.template import be_ordinary_python, forget_our_names

_TASK, _FRAMES, _JOB = 3, 4, 5
_LARGEST_MESSAGE = 1 << 16
_HIGHEST_ADDRESS = 1 << 47


def main(descriptor: int) -> NoReturn:
    """Be a fresh interpreter. The first message on the socket holds the walls that every box has."""
    os.dup2(descriptor, _JOB)  # at its final number at once: a fault can be told at every stage
    job = socket.socket(fileno=_JOB)
    settings = json.loads(job.recv(_LARGEST_MESSAGE))
    warm_up()
    job.send(f"ready {time.process_time()}".encode())
    message, received, _, _ = socket.recv_fds(job, _LARGEST_MESSAGE, 3)
    if not message:
        os._exit(0)  # the supervisor has no job for us any more
    try:
        task, frames, output = received
        nothing = os.open("/dev/null", os.O_RDONLY)
        arrange_descriptors([nothing, output, output, task, frames, _JOB])
        walls = read_walls(settings)
        start_device(walls)
        seal(walls, Allowance.decode(message))
    except BaseException as fault:  # noqa: BLE001 - told to the supervisor, whatever it is
        os.write(_JOB, f"fault: {type(fault).__name__}: {fault}".encode())
        os._exit(1)
    os.write(_JOB, b"sealed")  # the filter knows no send
    job.close()
    with open(_TASK, "rb") as file:
        content = file.read()
    run_to_the_end(content, _FRAMES)


def read_walls(settings: dict[str, Any]) -> Walls:
    """The walls that a supervisor's first message describes, around this process as it is now."""
    bpf, readable = bytes.fromhex(settings["bpf"]), tuple(settings["readable"])
    return Walls(bpf, readable, address_space(), gpu=settings["gpu"])


def warm_up() -> None:
    """Import what every handin of this runtime needs, and free the names of our own packages."""
    be_ordinary_python()
    harness.prepare()
    forget_our_names()


def start_device(walls: Walls) -> None:
    """Start the GPU of a box that has one, in the process that will run the handin.

    CUDA has threads of its own, which Landlock would miss if it came only afterwards. So they are restricted
    before they exist, to what they need to start; the process itself is restricted further when it is sealed.
    """
    if not walls.gpu:
        return
    kernel.forbid_new_privileges()
    _restrict_files((*walls.readable, "/proc", "/sys"))
    harness.prepare_device("cuda")


def seal(walls: Walls, allowance: Allowance, processes: int = THREADS) -> None:
    """Raise the last walls: limits, no privileges, Landlock where the kernel has it, the filter."""
    Path(WORKPLACE).mkdir()
    os.chdir(WORKPLACE)
    baseline = None if walls.gpu else walls.baseline
    limit_resources(baseline, allowance.after(time.process_time()), processes)
    os.environ.clear()
    kernel.forbid_new_privileges()
    kernel.give_up_capabilities()
    _restrict_files(walls.readable)
    kernel.load_filter(walls.bpf, every_thread=walls.gpu)


def _restrict_files(readable: tuple[str, ...]) -> None:
    if has_landlock():
        gpus = map(str, Path("/dev").glob("nvidia*"))
        restrict_files(readable, writable=WRITABLE, devices=("/dev/null",), driven=gpus)


def address_space() -> int:
    """Bytes of address space in use, found by trying which limit refuses one page more: there is no /proc."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    page = mmap.PAGESIZE
    low, high = 0, (_HIGHEST_ADDRESS if hard == resource.RLIM_INFINITY else hard) // page
    while low < high:
        middle = (low + high) // 2
        resource.setrlimit(resource.RLIMIT_AS, (middle * page, hard))
        if _may_map(page):
            high = middle
        else:
            low = middle + 1
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return low * page


def _may_map(size: int) -> bool:
    try:
        mmap.mmap(-1, size).close()
    except (OSError, MemoryError):
        return False
    return True
