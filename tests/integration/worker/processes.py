"""The processes, descriptors and mounts that a sandbox of this process holds, as /proc tells."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_STEADY = 4
"""Looks in a row that must find the same."""


@dataclass(frozen=True)
class Process:
    """One process below ours. depth: how many process namespaces it is in; user: who it is on the machine."""

    pid: int
    parent: int
    depth: int
    user: int


def descendants(ancestor: int | None = None) -> list[Process]:
    """All processes below this one (or another), at any depth."""
    everyone = [process for process in map(_read, PROC.glob("[0-9]*")) if process]
    found, parents = [], {ancestor or os.getpid()}
    while parents:
        below = [process for process in everyone if process.parent in parents]
        found += below
        parents = {process.pid for process in below}
    return found


def alive(process: Process) -> bool:
    """Whether it runs; one that nobody has buried yet does not."""
    try:
        status = (PROC / str(process.pid) / "status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "State:\tZ" not in status


def templates() -> set[Process]:
    """Processes one namespace below ours that are neither bubblewrap nor its process 1."""
    below = descendants()
    outside = {process.pid for process in below if process.depth == _depth()}
    firsts = {process.pid for process in below if process.parent in outside}
    return {process for process in below if process.depth == _depth() + 1 and process.parent in firsts}


def children() -> set[Process]:
    """Processes two namespaces below ours: at work, or waiting for a job."""
    return {process for process in descendants() if process.depth == _depth() + 2}


def holdings() -> tuple[int, int, int]:
    """How many descriptors and processes we hold and mounts we see."""
    return len(os.listdir("/proc/self/fd")), len(descendants()), len(mounts())  # noqa: PTH208 - all that counts is how many


def mounts() -> list[str]:
    """What is mounted in our namespace; containers of other programs, and of other tests, come and go."""
    lines = (PROC / "self/mounts").read_text().splitlines()
    return sorted(line for line in lines if "docker" not in line and "containerd" not in line)


def holds_no_more_than(before: tuple[int, int, int]) -> bool:
    """Whether nothing has been added; servers of other tests in this process may have ended meanwhile."""
    return all(now <= then for now, then in zip(holdings(), before, strict=True))


def settled_holdings() -> tuple[int, int, int]:
    """Our holdings once they have stayed the same for a while: pools of other tests may be filling up."""
    seen = [holdings()]
    while len(seen) <= _STEADY or len(set(seen[-_STEADY:])) > 1:
        time.sleep(0.3)
        seen.append(holdings())
    return seen[-1]


def eventually(holds: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether it becomes true; the kernel tidies namespaces up a moment after a process has ended."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _depth() -> int:
    own = _read(PROC / str(os.getpid()))
    assert own
    return own.depth


def _read(folder: Path) -> Process | None:
    try:
        lines = (line.partition(":") for line in (folder / "status").read_text().splitlines())
    except (FileNotFoundError, ProcessLookupError):
        return None  # it ended while we looked
    status = {key: value.split() for key, _, value in lines}
    return Process(int(folder.name), int(status["PPid"][0]), len(status["NSpid"]), int(status["Uid"][0]))
