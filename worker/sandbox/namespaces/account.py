"""The account of one child, kept outside of it: what it may use and what it has used.

A control group bounds and counts where there is one. Where there is none, the box's own limits hold all the
same; the template's count of what its child used stands, and the machine's own counter says whether a child
that was killed was killed for memory.
"""

import errno
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from worker.sandbox.cgroups.group import Bounds, Group
from worker.sandbox.cgroups.tree import keyed
from worker.sandbox.courtesy import WEIGHT
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.patience import pid_of
from worker.sandbox.reading import Exit

_KERNELS_SHARE = 64 << 20
"""Bytes that a group may hold beyond what its processes ask for: page tables, pipes, /dev/shm."""
_PROCESSES = 64
_PROCESSORS = 1.0


class Account:
    """One child's account.

    group: a control group for this child alone. own_memory: bytes of the template's own that a child may
    come to copy.
    """

    def __init__(self, group: Group | None, own_memory: int) -> None:
        self._group = group
        self._own_memory = own_memory
        self._kills_before: int | None = None

    def enter(self, pidfd: int) -> None:
        """Count this process. Raises OSError."""
        pid = pid_of(pidfd)  # until it has ended, nobody else gets it
        if self._group and pid < 0:
            raise ProcessLookupError(errno.ESRCH, "it has ended already")
        if self._group:
            self._group.enter(pid)

    def bound(self, allowance: Allowance) -> None:
        """Bound it a little more widely than its box does: a handin meets a plain MemoryError there first."""
        if self._group:
            memory = allowance.memory + allowance.files + self._own_memory + _KERNELS_SHARE
            self._group.bound(Bounds(memory, _PROCESSES, _PROCESSORS, WEIGHT))
        else:
            self._kills_before = _machine_memory_kills()

    def settle(self, told: Exit) -> Exit:
        """The end of the process, with the figures that count."""
        if not self._group:
            before, after = self._kills_before, _machine_memory_kills()
            return replace(told, memory_kills=None if before is None or after is None else after - before)
        figures = self._group.figures()
        return replace(
            told,
            cpu_seconds=figures.cpu_seconds or told.cpu_seconds,
            peak_bytes=figures.peak_bytes or told.peak_bytes,
            memory_kills=figures.memory_kills,
        )

    def close(self) -> None:
        """Leave nothing of it. Raises SandboxFault."""
        if self._group:
            self._group.close()


def _machine_memory_kills() -> int | None:
    """How many processes this machine has killed for want of memory; None if it will not say."""
    with suppress(OSError):
        return keyed(Path("/proc/vmstat").read_text(encoding="ascii"), "oom_kill")
    return None
