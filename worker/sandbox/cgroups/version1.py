"""Groups of version 1: a hierarchy for each controller, and a folder in each."""

from collections.abc import Mapping
from pathlib import Path

from worker.sandbox.cgroups.group import Bounds, Figures, Group, Groups
from worker.sandbox.cgroups.tree import keyed

CONTROLLERS = ("memory", "pids", "cpu", "cpuacct", "freezer")
_PERIOD = 100_000
_SHARES = 1024
"""Of a group that nobody gave others."""


class Groups1(Groups):
    """Places in several hierarchies."""

    version = "v1"

    def _open(self, controllers: Mapping[str, Path]) -> Group:
        return Group1(controllers, self._tree)


class Group1(Group):
    """A folder in the hierarchy of each lent controller; some share one."""

    def bound(self, bounds: Bounds) -> None:
        """See Group. Swap counts in `memsw`, which may not be below the limit without it."""
        self._set("memory", "memory.limit_in_bytes", bounds.memory)
        self._set("memory", "memory.memsw.limit_in_bytes", bounds.memory)
        self._set("pids", "pids.max", bounds.processes)
        self._set("cpu", "cpu.cfs_period_us", _PERIOD)
        self._set("cpu", "cpu.cfs_quota_us", round(bounds.cpus * _PERIOD))
        self._set("cpu", "cpu.shares", round(bounds.weight * _SHARES))

    def figures(self) -> Figures:
        """See Group."""
        peak = self._read("memory", "memory.max_usage_in_bytes")
        kills = keyed(self._read("memory", "memory.oom_control"), "oom_kill")
        cpu = self._read("cpuacct", "cpuacct.usage")
        return Figures(int(peak or 0), int(cpu or 0) / 1e9, kills if peak else None)

    def kill(self) -> None:
        """Freeze, so that nothing is forked and no number is given away meanwhile; kill; thaw.

        A frozen process dies when it is thawed.
        """
        self._set("freezer", "freezer.state", "FROZEN")
        self._kill_one_by_one()
        self._set("freezer", "freezer.state", "THAWED")

    def _set(self, controller: str, name: str, value: object) -> None:
        folder = self._controllers.get(controller)
        if folder and self._tree.has(folder / name):
            self._tree.write(folder / name, str(value))

    def _read(self, controller: str, name: str) -> str:
        folder = self._controllers.get(controller)
        return self._tree.read(folder / name) if folder and self._tree.has(folder / name) else ""
