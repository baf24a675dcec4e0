"""Groups of version 2: one tree for all controllers."""

from collections.abc import Mapping
from pathlib import Path

from worker.sandbox.cgroups.group import Bounds, Figures, Group, Groups
from worker.sandbox.cgroups.tree import keyed

CONTROLLERS = ("memory", "pids", "cpu")
_PERIOD = 100_000
_WEIGHT = 100
"""Of a group that nobody gave another."""


class Groups2(Groups):
    """Places in the one tree."""

    version = "v2"

    def _open(self, controllers: Mapping[str, Path]) -> Group:
        return Group2(controllers, self._tree)


class Group2(Group):
    """A folder with every controller's files in it; cgroup.kill and cpu.stat are there without any."""

    def bound(self, bounds: Bounds) -> None:
        """See Group."""
        wanted = {
            "memory.max": str(bounds.memory),
            "memory.swap.max": "0",
            "memory.oom.group": "1",
            "pids.max": str(bounds.processes),
            "cpu.max": f"{round(bounds.cpus * _PERIOD)} {_PERIOD}",
            "cpu.weight": str(round(bounds.weight * _WEIGHT)),
        }
        for name, value in wanted.items():
            # A kernel without swap has no file for it.
            if name.partition(".")[0] in self._controllers and self._tree.has(self._folder / name):
                self._tree.write(self._folder / name, value)

    def figures(self) -> Figures:
        """See Group. memory.peak is there from Linux 5.19 on."""
        cpu_seconds = keyed(self._read("cpu.stat"), "usage_usec") / 1e6
        if "memory" not in self._controllers:
            return Figures(cpu_seconds=cpu_seconds)
        kills = keyed(self._read("memory.events"), "oom_kill")
        return Figures(int(self._read("memory.peak") or 0), cpu_seconds, kills)

    def kill(self) -> None:
        """Kill all at once, also what is being forked meanwhile; one by one before Linux 5.14."""
        if self._tree.has(self._folder / "cgroup.kill"):
            self._tree.write(self._folder / "cgroup.kill", "1")
        else:
            self._kill_one_by_one()

    @property
    def _folder(self) -> Path:
        return self._folders[0]

    def _read(self, name: str) -> str:
        file = self._folder / name
        return self._tree.read(file) if self._tree.has(file) else ""
