"""Become a process of a machine that gives nobody user namespaces, and run Python there with our arguments.

The setting counts in the user namespace that it is made in and those below, so that the machine itself
notices nothing. Root stays root of every number there is, so that what root does otherwise than others is
done; an ordinary user stays who they are.
"""

import os
import sys
from pathlib import Path

from worker.sandbox.namespaces.inside import kernel

EVERYBODY = "0 0 4294967295"


def main() -> None:
    """Enter, switch namespaces off, run Python."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        enter_as_root()
    else:
        kernel.unshare(kernel.CLONE_NEWUSER)
        kernel.map_user(user, user, group)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])


def enter_as_root() -> None:
    """A user namespace of all users; only somebody outside of it may say so."""
    me, (entered, enter) = os.getpid(), os.pipe()
    outside = os.fork()
    if outside == 0:
        os.read(entered, 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{me}/{name}").write_text(EVERYBODY)
        os._exit(0)
    kernel.unshare(kernel.CLONE_NEWUSER)
    os.write(enter, b".")
    assert os.waitpid(outside, 0)[1] == 0


if __name__ == "__main__":
    main()
