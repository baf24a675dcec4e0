"""The filter of system calls for the container that a whole worker runs in, as a profile that Docker reads.

A worker makes boxes: it enters namespaces, mounts, and loads the filter that a handin runs under. Docker's
own profile refuses that to a user without rights. This one allows it and is shorter in all else: what a
worker and its boxes were seen to need, by the tables of every box's filter. What a handin may call is decided
by its box, whose filter is loaded over this one. `deploy/docker/seccomp-worker.json` is what this module
prints.
"""

import errno
import json
import sys

from worker.sandbox.containers.profile import ARCHITECTURES
from worker.sandbox.namespaces.filter import ALLOWED, ALLOWED_WITH, REFUSED, STARTING, STARTING_GPU

SERVING = """
    socket socketpair bind connect listen accept accept4 sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg
    getsockname getpeername getsockopt setsockopt shutdown setpgid setpriority pidfd_send_signal flock
    sendfile memfd_create
"""
"""What a worker does as any program of a network does."""

BOXING = """
    clone3 unshare mount umount2 pivot_root sethostname seccomp signalfd4
"""
"""What makes a box, by bubblewrap and by a template.

In a user namespace of one's own these need no rights, and they gain none outside of it. The arguments of
clone3 are out of a filter's sight: whoever may call it may enter namespaces.
"""


def worker_profile() -> dict[str, object]:
    """The profile, as Docker's `--security-opt seccomp=` takes it, and Kubernetes as a Localhost profile."""
    tables = (ALLOWED, STARTING, STARTING_GPU, SERVING, BOXING)
    allowed = {*ALLOWED_WITH, *(name for table in tables for name in table.split())}
    refused = set(REFUSED.split()) - allowed
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": errno.ENOSYS,
        "archMap": ARCHITECTURES,
        "syscalls": [
            {"names": sorted(allowed), "action": "SCMP_ACT_ALLOW"},
            {"names": sorted(refused), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.EPERM},
        ],
    }


def worker_profile_text() -> str:
    """The profile as the file holds it."""
    return json.dumps(worker_profile(), indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(worker_profile_text())
