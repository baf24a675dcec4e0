"""Become a process that sees a part of /proc covered, as in a container that has a GPU, and run Python there.

NVIDIA's container toolkit puts a file of its own over /proc/driver/nvidia/params; which file it is makes no
difference to the kernel, which then refuses a fresh /proc in every namespace made from here.
"""

import os
import sys

from worker.sandbox.namespaces.inside import kernel

COVERED = "/proc/version"


def main() -> None:
    """Cover it, in a mount namespace of this process alone; run Python with our arguments."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        kernel.unshare(kernel.CLONE_NEWNS)
    else:
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS)
        kernel.map_user(user, user, group)
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("/dev/null", COVERED, flags=kernel.MS_BIND)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


if __name__ == "__main__":
    main()
