"""What there is of each need of `needs`, in a few words, for one who reads that it is met."""

import os
from contextlib import suppress

from worker.sandbox.machine.files import Files
from worker.sandbox.machine.finding import UNTOLD
from worker.sandbox.namespaces.bwrap import find_bwrap
from worker.sandbox.namespaces.inside.landlock import landlock_version
from worker.sandbox.namespaces.launch import BOX_USER, DEVICES


def offered(files: Files) -> dict[str, str]:
    """What this machine has of each need, by the names of `needs.lacking`; some have nothing to tell."""
    told = os.uname()
    return {
        "kernel": f"{told.sysname} {told.release} on {told.machine}",
        "user namespaces": _namespaces(files),
        "Landlock": _landlock(),
        "bubblewrap": _bwrap(),
        "devices": ", ".join(DEVICES),
        "root's rights": f"root, who runs boxes as user {BOX_USER}" if os.geteuid() == 0 else "none needed",
    }


def _namespaces(files: Files) -> str:
    most = files.number("proc/sys/user/max_user_namespaces")
    count = f"{most:,} at most" if most is not None else f"how many is {UNTOLD}"
    return f"allowed, {count}; no entry in /etc/subuid is needed"


def _landlock() -> str:
    with suppress(OSError):
        return f"version {landlock_version()} of its interface"
    return UNTOLD


def _bwrap() -> str:
    with suppress(FileNotFoundError):
        found = find_bwrap()
        own = found.program != "bwrap"
        return "the one that came with Allclose" if own else str(found.home / found.program)
    return UNTOLD
