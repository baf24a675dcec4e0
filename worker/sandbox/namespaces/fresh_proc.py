"""Try to mount a fresh /proc in namespaces of one's own; run in a process of its own.

Ends with status 0 where the kernel allows it. Nothing of it is left: the mount is gone with the namespaces.
"""

import os
import sys

from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.box import SAFE


def main() -> None:
    """Only the first process of a namespace of processes can mount what shows them."""
    try:
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWNS)
        child = os.fork()
        if child == 0:
            os._exit(_mount())
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    except OSError as refusal:
        sys.exit(str(refusal))


def _mount() -> int:
    try:
        kernel.mount("proc", "/proc", "proc", SAFE)
    except OSError:
        return 1
    return 0
