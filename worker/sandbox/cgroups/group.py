"""What all control groups have in common: their bounds, their figures, their end."""

import itertools
import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from graders.errors import SandboxFault
from worker.sandbox.cgroups.tree import KernelTree

PREFIX = "allclose"
_EMPTY_SECONDS = 10.0
_LOOK_SECONDS = 0.001


@dataclass(frozen=True)
class Bounds:
    """What all processes of a group may use together: bytes of memory, processes and threads, processors.

    weight: of what others have, where all want the same processor.
    """

    memory: int
    processes: int
    cpus: float
    weight: float = 1.0


@dataclass(frozen=True)
class Figures:
    """What a group has used, as the kernel counted it; 0 for what no lent controller counts.

    memory_kills: how many of its processes the kernel killed because its memory ran out; None where
    nobody counted.
    """

    peak_bytes: int = 0
    cpu_seconds: float = 0.0
    memory_kills: int | None = None


class Group(ABC):
    """One job's group: a folder in every hierarchy that is lent. controllers: name → that folder."""

    def __init__(self, controllers: Mapping[str, Path], tree: KernelTree) -> None:
        self._controllers = controllers
        self._folders = tuple(dict.fromkeys(controllers.values()))
        self._tree = tree
        try:
            for folder in self._folders:
                tree.make(folder)
        except OSError as problem:
            self._remove()
            raise SandboxFault(f"A control group could not be made: {problem}.") from problem

    @abstractmethod
    def bound(self, bounds: Bounds) -> None:
        """Set the bounds; once, before a process enters or after."""

    @abstractmethod
    def figures(self) -> Figures:
        """What has been used so far."""

    @abstractmethod
    def kill(self) -> None:
        """Kill every process that is in it now, at whatever they are."""

    def enter(self, pid: int) -> None:
        """Put a process, with all its threads, into the group. It stays there, and so do its children."""
        for folder in self._folders:
            self._tree.write(folder / "cgroup.procs", str(pid))

    def pids(self) -> list[int]:
        """The processes in it now."""
        found: set[int] = set()
        for folder in self._folders:
            with suppress(FileNotFoundError):  # removed already, for it was empty
                found.update(map(int, self._tree.read(folder / "cgroup.procs").split()))
        return sorted(found)

    def close(self) -> None:
        """Kill what is left and remove it. Raises SandboxFault if it does not become empty."""
        deadline = time.monotonic() + _EMPTY_SECONDS
        while not self._remove():
            if time.monotonic() > deadline:
                raise SandboxFault(f"A control group does not become empty: {self._folders[0]}.")
            self.kill()
            time.sleep(_LOOK_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _remove(self) -> bool:
        """Whether every folder is gone; the kernel keeps one that a process is in, be it on its way out."""
        gone = True
        for folder in self._folders:
            try:
                self._tree.remove(folder)
            except FileNotFoundError:
                continue
            except OSError:
                gone = False
        return gone

    def _kill_one_by_one(self) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Groups(ABC):
    """A place where groups may be made. places: controller → the folder to make them in."""

    version: str

    def __init__(self, places: Mapping[str, Path], tree: KernelTree) -> None:
        self.places = dict(places)
        self._tree = tree
        self._owner = f"{_worker()}-{next(_INSTANCES)}"
        self._numbers = itertools.count()
        self._sweep()

    @abstractmethod
    def _open(self, controllers: Mapping[str, Path]) -> Group: ...

    def make(self) -> Group:
        """A new group, empty and without bounds. Raises SandboxFault."""
        name = f"{self._owner}-{next(self._numbers)}"
        return self._open({controller: place / name for controller, place in self.places.items()})

    def close(self) -> None:
        """Remove what is left of ours."""
        self._end_all(f"{self._owner}-*")

    def _sweep(self) -> None:
        """Remove what workers left that were killed; their names say who they were."""
        namespace = _worker().rpartition("-")[0]
        workers = {folder.name.split("-")[2] for folder in self._folders(f"{namespace}-*")}
        for worker in workers:
            if not Path("/proc", worker).exists():
                self._end_all(f"{namespace}-{worker}-*")

    def _end_all(self, pattern: str) -> None:
        for name in {folder.name for folder in self._folders(pattern)}:
            existing = {key: place / name for key, place in self.places.items() if (place / name).exists()}
            self._open(existing).close()

    def _folders(self, pattern: str) -> list[Path]:
        return [folder for place in set(self.places.values()) for folder in place.glob(pattern)]


_INSTANCES = itertools.count()


def _worker() -> str:
    """The start of the names of a worker's groups: two may share a place, even across pid namespaces."""
    return f"{PREFIX}-{Path('/proc/self/ns/pid').stat().st_ino}-{os.getpid()}"
