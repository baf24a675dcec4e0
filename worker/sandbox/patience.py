"""Telling a slow handin from a slow machine, when a step's time is over.

A step is given wall time, for a handin may also sleep or wait for ever. But a machine with more to do than
processors lets a quick handin wait, and so does one that was itself halted for some seconds; neither may
cost a student marks. The kernel knows the difference: a handin that loops has used the time that has
passed, one that sleeps wants no processor, and only one that is held up wants one and had little. What it
used and wants is read from /proc, outside the box, when a child begins and at the end of a step's time.
"""

import os
from pathlib import Path
from typing import NamedTuple

AGAIN = 3
"""How often the end of a step's time is put off at most, by the step's time each."""
SHARE = 0.5
"""A child that has used this part of its time as processor time was not held up."""

_TICKS = os.sysconf("SC_CLK_TCK")


class Seen(NamedTuple):
    """A process and all that descend from it: whether any wants a processor, and what they have used."""

    runnable: bool
    cpu_seconds: float


class Patience:
    """How long one step is waited for. pidfd: of the child, or of a process that it descends from.

    Where that process cannot be seen from here, nothing is put off: a step's time is its wall time.
    """

    def __init__(self, pidfd: int) -> None:
        self._pidfd = pidfd
        self._left = AGAIN
        # A warm interpreter has imported much before its job: that is not the handin's.
        seen = look(pidfd)
        self._used_before = seen.cpu_seconds if seen else 0.0

    def begin(self) -> None:
        """A step begins."""
        self._left = AGAIN

    def lasts(self, wall_seconds: float, unread: bool) -> bool:
        """Whether a step shall have its time once more. unread: whether what it has written waits for us.

        What earlier steps have used counts against it: it is asked again, alone, if that was unjust.
        """
        seen = look(self._pidfd) if self._left else None
        if not seen or not (unread or seen.runnable):
            return False
        if seen.cpu_seconds - self._used_before >= wall_seconds * SHARE:
            return False
        self._left -= 1
        return True


def look(pidfd: int) -> Seen | None:
    """What a process and its descendants want and have used; None where it is gone or out of sight."""
    pid = pid_of(pidfd)
    return _look_at(pid) if pid > 0 else None


def pid_of(pidfd: int) -> int:
    """The number of a pidfd's process, -1 where it has been waited for or this is no pidfd."""
    try:
        told = Path(f"/proc/self/fdinfo/{pidfd}").read_text(encoding="ascii")
    except OSError:
        return -1
    return next((int(line[4:]) for line in told.splitlines() if line.startswith("Pid:")), -1)


def _look_at(pid: int) -> Seen | None:
    try:
        # The name, in parentheses, may hold anything; what follows it is numbers and one letter.
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    seen = Seen(fields[0] == "R", (int(fields[11]) + int(fields[12])) / _TICKS)
    for below in filter(None, map(_look_at, children(pid))):
        seen = Seen(seen.runnable or below.runnable, seen.cpu_seconds + below.cpu_seconds)
    return seen


def children(pid: int) -> list[int]:
    """The processes that this one's threads have started and that live; none where it is gone."""
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
