"""Try what a template and its children will do, namespaces in namespaces; run in a process of its own.

Ends with status 0, or with the kernel's reason on standard error. A setting that forbids it may hide in
several places; only trying tells.
"""

import os
import sys

from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.box import NAMESPACES, USER
from worker.sandbox.namespaces.staging import become

_PR_SET_DUMPABLE = 4


def main() -> None:
    """Enter the namespaces twice, as the user whose number is the argument where we are root."""
    try:
        if os.geteuid() == 0:
            become(int(sys.argv[1]))
            kernel.prctl(_PR_SET_DUMPABLE, 1)  # or /proc/self would still be root's
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(NAMESPACES)
        kernel.map_user(USER, user, group)
        kernel.unshare(NAMESPACES & ~kernel.CLONE_NEWPID)  # that one only a fork can enter twice
    except OSError as refusal:
        sys.exit(str(refusal))
