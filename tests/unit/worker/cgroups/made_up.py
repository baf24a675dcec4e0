"""A tree of control groups made of plain files: what a kernel shows, for machines whose kernel shows less.

It lacks a kernel's will of its own: nothing is bounded. It keeps a kernel's rules about folders: the files of
a group are there at once and only those, a group that holds a process cannot be removed, and a group of
version 2 that holds processes may not lend its controllers on.
"""

import errno
from pathlib import Path

from worker.sandbox.cgroups.tree import KernelTree

FILES_2 = {
    "": {
        "cgroup.procs": "",
        "cgroup.type": "domain\n",
        "cgroup.kill": "",
        "cgroup.subtree_control": "",
        "cpu.stat": "usage_usec 0\nuser_usec 0\n",
    },
    "memory": {
        "memory.max": "max\n",
        "memory.swap.max": "max\n",
        "memory.oom.group": "0\n",
        "memory.peak": "0\n",
        "memory.events": "low 0\noom 0\noom_kill 0\n",
    },
    "pids": {"pids.max": "max\n"},
    "cpu": {"cpu.max": "max 100000\n", "cpu.weight": "100\n"},
}
"""The files of a group, by the controller that brings them."""


class MadeUpTree(KernelTree):
    """Version 2. root: the folder of the group that the caller is in."""

    def __init__(self, root: Path, controllers: str, processes: str = "1\n") -> None:
        self.root = root
        root.mkdir()
        self._fill(root, controllers)
        (root / "cgroup.procs").write_text(processes)

    def make(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir()
            self._fill(folder, (folder.parent / "cgroup.subtree_control").read_text())

    def remove(self, folder: Path) -> None:
        if (folder / "cgroup.procs").read_text().strip():
            raise OSError(errno.EBUSY, "Device or resource busy")
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()

    def write(self, file: Path, text: str) -> None:
        if file.name == "cgroup.procs":
            for other in self.root.rglob("cgroup.procs"):
                left = [pid for pid in other.read_text().split() if pid != text]
                other.write_text("\n".join(left))
            text = file.read_text() + f"\n{text}"
        elif file.name == "cgroup.kill":
            (file.parent / "cgroup.procs").write_text("")
        elif file.name == "cgroup.subtree_control":
            if self.read(file.parent / "cgroup.procs").strip():
                raise OSError(errno.EBUSY, "Device or resource busy")
            text = text.replace("+", "")
        if not file.exists():
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(file))
        file.write_text(text)

    def _fill(self, folder: Path, controllers: str) -> None:
        (folder / "cgroup.controllers").write_text(controllers)
        for controller in ("", *controllers.split()):
            for name, text in FILES_2.get(controller, {}).items():
                (folder / name).write_text(text)
