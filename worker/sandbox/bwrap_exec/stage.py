"""Become a box of bubblewrap's, with file systems whose size *and* number of files are bounded.

bubblewrap mounts memory file systems, but cannot bound the files in them, and a million empty files are a
bomb too. So they are mounted here first, in a mount namespace that is gone with the box, and bubblewrap binds
them. Started as root, this also lends the folders of the view to the user that the box runs as and becomes
that user (see `staging`); started by an ordinary user, it enters a user namespace in which it may mount.
Standard library only; run in a process of its own, which becomes bubblewrap.
"""

import json
import os
import signal
import sys
from pathlib import Path

from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.box import SAFE, USER
from worker.sandbox.namespaces.staging import STAGE, become, stage


def files_place(number: int) -> str:
    """Where the file system of this number appears."""
    return f"{STAGE}/files-{number}"


def die_with(parent: int) -> None:
    """Die when the supervisor dies, or now if it has died already; bubblewrap sees to it only much later."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main() -> None:
    """Do the order, JSON: {"parent", "user", "sources": […], "files": [[bytes, inodes], …], "command"}."""
    order = json.loads(sys.argv[1])
    die_with(order["parent"])
    kernel.write("/proc/self/oom_score_adj", "1000")  # the first to go when memory runs out
    root = os.geteuid() == 0
    if not root:
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER)
        kernel.map_user(USER, user, group)
    stage(order["sources"])
    owner = order["user"] if root else USER
    for number, (size, inodes) in enumerate(order["files"]):
        place = Path(files_place(number))
        place.mkdir()
        bounds = f"size={size},nr_inodes={inodes},mode=700,uid={owner},gid={owner}"
        kernel.mount("tmpfs", str(place), "tmpfs", SAFE, bounds)
    if root:
        become(owner)
        die_with(order["parent"])  # forgotten with root
    # An ordinary user's rights in the new namespace end here: they are lost with the program.
    os.execv(order["command"][0], order["command"])  # noqa: S606 - a list of words, no shell
