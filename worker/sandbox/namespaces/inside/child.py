"""The life of a child: from the first instruction after the clone to the last.

It raises the walls of its box, waits for its job, closes the box, says "sealed" and only then reads the
task, runs it and is gone. Before "sealed", whatever goes wrong is our fault and is told on the job socket;
after it, the socket is closed and nothing that this process says is believed.
"""

import os
import socket
import traceback
from typing import NoReturn

from graders.inside import harness
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.box import Walls, close_box, enter_box

_TASK, _FRAMES, _JOB = 3, 4, 5
_LARGEST_MESSAGE = 4096


def live(job: socket.socket, walls: Walls) -> NoReturn:
    """Be a child. `job` is the socket on which the supervisor sends the job and hears of the seal."""
    # At its final number at once, so that a fault can be told at every stage of closing the box.
    os.dup2(job.fileno(), _JOB)
    job = socket.socket(fileno=_JOB)
    try:
        _seal(job, walls)
    except BaseException as fault:  # noqa: BLE001 - told to the supervisor, whatever it is
        os.write(_JOB, f"fault: {type(fault).__name__}: {fault}".encode())
        os._exit(1)
    run_to_the_end(_read_task(), _FRAMES)


def run_to_the_end(task: bytes, frames: int) -> NoReturn:
    """Run the task in the box that is closed, and be gone on every path."""
    status = 1
    try:
        harness.run(task, frames)
        status = 0
    except BaseException:  # noqa: BLE001 - the last words of a process, then it must go
        traceback.print_exc()
    finally:
        os._exit(status)


def _seal(job: socket.socket, walls: Walls) -> None:
    rules = enter_box(walls)
    message, received, _, _ = socket.recv_fds(job, _LARGEST_MESSAGE, 3)
    if not message:
        os._exit(0)  # the supervisor has no job for this child any more
    task, frames, output = received
    nothing = os.open("/dev/null", os.O_RDONLY)
    close_box(walls, Allowance.decode(message), [nothing, output, output, task, frames, _JOB], rules)
    os.write(_JOB, b"sealed")  # the filter knows no send
    job.close()


def _read_task() -> bytes:
    with open(_TASK, "rb") as task:
        return task.read()
