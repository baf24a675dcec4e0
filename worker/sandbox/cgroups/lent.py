"""Where this process may make groups: what the machine lends, and what it does not and why."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.cgroups import version1, version2
from worker.sandbox.cgroups.group import Groups
from worker.sandbox.cgroups.mounts import Hierarchy, read_hierarchies
from worker.sandbox.cgroups.tree import KernelTree
from worker.sandbox.cgroups.version1 import Groups1
from worker.sandbox.cgroups.version2 import Groups2

LEAF = "allclose-supervisor"
"""The group that the worker itself moves to: a group of version 2 that lends controllers to groups below may
hold no process itself."""

MEND = (
    "start the service by `systemd-run --user --scope -p Delegate=yes ./allclose serve`, "
    "or with Delegate=yes in its unit"
)


@dataclass(frozen=True)
class Lent:
    """What was found: a version and a folder for each controller that may be used; or why there is none."""

    version: int = 0
    places: tuple[tuple[str, Path], ...] = ()
    reason: str = ""


def find_groups(tree: KernelTree | None = None) -> Groups | None:
    """The place where this process may make groups, prepared; None where there is none.

    In version 2 this may move the worker itself into a group of its own, below the one that it is in.
    """
    tree = tree or KernelTree()
    lent = lent_here(tree)
    places = dict(lent.places)
    if lent.version == 1:
        return Groups1(places, tree)
    if lent.version == 2 and _lend_on(next(iter(places.values())), tuple(places), tree):
        return Groups2(places, tree)
    return None


def why_not(tree: KernelTree | None = None) -> str:
    """'' where groups can be made, else a sentence: what is missing, and how to mend it. Changes nothing."""
    return lent_here(tree).reason


def lent_here(tree: KernelTree | None = None) -> Lent:
    """What this machine lends this process. Changes nothing."""
    return look(read_hierarchies(), tree or KernelTree())


def look(hierarchies: list[Hierarchy], tree: KernelTree) -> Lent:
    """Version 2 where it has a controller for us, else version 1. Changes nothing."""
    unified = next((one for one in hierarchies if not one.controllers), None)
    second = _look_at_2(unified, tree) if unified else Lent(reason=_NONE)
    if second.version:
        return second
    first = tuple(
        (controller, one.ours)
        for one in hierarchies
        for controller in one.controllers
        if controller in version1.CONTROLLERS and tree.writable(one.ours)
    )
    if first:
        return Lent(1, first)
    return second


_NONE = "No control groups are mounted here: mount them at /sys/fs/cgroup, as systemd does."


def _look_at_2(unified: Hierarchy, tree: KernelTree) -> Lent:
    folder = unified.ours.parent if unified.ours.name == LEAF else unified.ours
    if not tree.writable(folder):
        return Lent(reason=f"The control group {folder} is not ours: {MEND}.")
    offered = tree.read(folder / "cgroup.controllers").split()
    wanted = tuple(controller for controller in version2.CONTROLLERS if controller in offered)
    if not wanted:
        return Lent(reason=f"The control group {folder} has none of {_names()} to lend: {MEND}.")
    if not set(wanted) <= set(_lends(folder, tree)) and _others(folder, tree):
        return Lent(
            reason=f"The control group {folder} holds other processes than this one, "
            f"so it cannot lend on what it has: {MEND}."
        )
    return Lent(2, tuple((controller, folder) for controller in wanted))


def _lend_on(folder: Path, wanted: tuple[str, ...], tree: KernelTree) -> bool:
    """Let groups below have the controllers; says whether they do."""
    if set(wanted) <= set(_lends(folder, tree)):
        return True
    with suppress(OSError):
        if tree.has(folder / "cgroup.type"):  # the root of all groups has no type, and may hold processes
            tree.make(folder / LEAF)
            tree.write(folder / LEAF / "cgroup.procs", str(os.getpid()))
        tree.write(folder / "cgroup.subtree_control", " ".join(f"+{name}" for name in wanted))
        return True
    return False


def _lends(folder: Path, tree: KernelTree) -> list[str]:
    return tree.read(folder / "cgroup.subtree_control").split()


def _others(folder: Path, tree: KernelTree) -> bool:
    """Whether somebody else's process would be in the way."""
    inside = {int(pid) for pid in tree.read(folder / "cgroup.procs").split()}
    return tree.has(folder / "cgroup.type") and bool(inside - {os.getpid()})


def _names() -> str:
    return ", ".join(version2.CONTROLLERS)
