"""Watches how much memory a box holds, for boxes in which the kernel's limit cannot be had.

It counts what no other process has: anonymous memory, and memory shared without a file, in which a handin
could hide. It looks often, not always: what is grown and given back between two looks is not seen.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

_LOOK_SECONDS = 0.05
_COUNTED = ("RssAnon", "RssShmem")


class HeldMemory:
    """Kills a box when the processes below `pid` hold `most` bytes more than they do now."""

    def __init__(self, pid: int, most: int, kill: Callable[[], None]) -> None:
        self.exceeded = False
        self._pid = pid
        self._most = most + held_below(pid)
        self._kill = kill
        self._over = Event()
        self._thread = Thread(target=self._watch, name="held-memory", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            if held_below(self._pid) > self._most:
                self.exceeded = True
                self._kill()
                return


def held_below(pid: int) -> int:
    """Bytes that the children of a process, and theirs, hold for themselves."""
    return sum(_held(child) + held_below(child) for child in _children(pid))


def _children(pid: int) -> Iterator[int]:
    try:
        for listed in Path("/proc", str(pid), "task").glob("*/children"):
            yield from map(int, listed.read_text(encoding="ascii").split())
    except OSError:
        return  # it has ended


def _held(pid: int) -> int:
    try:
        lines = Path("/proc", str(pid), "status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    fields = dict(line.partition(":")[::2] for line in lines)
    return sum(int(fields[name].split()[0]) << 10 for name in _COUNTED if name in fields)
