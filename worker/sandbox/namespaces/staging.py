"""Lend folders to a user who may not walk the way to them; run as root, in a process of its own.

A template never runs as root, yet the interpreter may lie under /root, which no other user may enter, and a
bind mount made by that user would walk the same closed path. So root binds each folder to an open place
first, in a mount namespace that nobody else sees and that is gone with the template; then it gives up root
for good and becomes the command. Standard library only.
"""

import json
import os
import sys
from pathlib import Path

from worker.sandbox.namespaces.inside import kernel

STAGE = "/tmp"  # noqa: S108 - covered by a file system of our own before anything is made in it


def place(number: int) -> str:
    """Where the source of this number appears."""
    return f"{STAGE}/{number}"


def stage(sources: list[str]) -> None:
    """Bind each source to its place, in a mount namespace of our own."""
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    # Opened before the stage covers what may lie below it.
    opened = [os.open(source, os.O_PATH) for source in sources]
    kernel.mount("tmpfs", STAGE, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=64k,mode=755")
    for number, descriptor in enumerate(opened):
        target = Path(place(number))
        target.mkdir() if Path(f"/proc/self/fd/{descriptor}").is_dir() else target.touch()
        kernel.mount(f"/proc/self/fd/{descriptor}", str(target), flags=kernel.MS_BIND | kernel.MS_REC)
        os.close(descriptor)


def become(user: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def main() -> None:
    """Stage, become the user, become the command: {"user": …, "sources": […], "command": […]} as JSON."""
    order = json.loads(sys.argv[1])
    stage(order["sources"])
    become(order["user"])
    os.execv(order["command"][0], order["command"])  # noqa: S606 - a list of words, no shell
