"""The command that starts a template in its outer box.

The outer box is bubblewrap's: namespaces of its own, a read-only view, no capabilities, no environment, and
death with the worker. It runs as an ordinary user; a worker that runs as root starts it through `staging.py`.
"""

import json
import os
from dataclasses import replace

from worker.sandbox.namespaces import staging
from worker.sandbox.namespaces.bwrap import find_bwrap
from worker.sandbox.namespaces.inside.box import USER
from worker.sandbox.namespaces.own_python import own_python
from worker.sandbox.namespaces.proc import proc_walls
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import HARNESS, PACKAGES, View

ENVIRONMENT = {
    # One thread: a clone has only the thread that made it, and what others had locked stays locked.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # One arena: each thread's own would reserve 64 MiB of address space, which is what limits memory.
    "MALLOC_ARENA_MAX": "1",
    # A layer's arrays come and go. By default their pages go back to the kernel each time, which clears them
    # anew for the next: a fifth of a homework's time. Larger arrays still go back.
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(32 << 20),
    # Files are UTF-8 for every handin, whatever the worker's own locale is.
    "LC_CTYPE": "C.UTF-8",
}
"""All that a template's environment holds; bubblewrap too is started with nothing else."""

BOX_USER = 60985
"""Who templates are when the worker is root: a number in a range that systemd's list leaves to nobody."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_START = (
    f"import site, sys; site.addsitedir('{PACKAGES}'); sys.path.append('{HARNESS}'); "
    "from worker.sandbox.namespaces.inside.template import main; main(int(sys.argv[1]))"
)


def template_command(runtime: Runtime, control: int) -> list[str]:
    """A template's command inside its box. `control` is the descriptor of its socket, to be inherited."""
    return [str(runtime.python), "-I", "-S", "-B", "-c", _START, str(control)]


def boxed(view: View, command: list[str]) -> list[str]:
    """What to execute so that a command runs in an outer box and sees this view."""
    bwrap = find_bwrap()
    if os.geteuid() != 0:
        return [str(bwrap.home / bwrap.program), *_walls(view), *command]
    sources = [str(bwrap.home), *(source for source, _ in view.binds)]
    lent = tuple((staging.place(number), place) for number, (_, place) in enumerate(view.binds, start=1))
    program = f"{staging.place(0)}/{bwrap.program}"
    order = [program, *_walls(replace(view, binds=lent)), *command]
    return [*own_python("staging"), json.dumps({"user": BOX_USER, "sources": sources, "command": order})]


def _walls(view: View) -> list[str]:
    """The arguments of bubblewrap, up to the command."""
    walls = ["--unshare-all", "--unshare-user", "--unshare-cgroup", "--cap-drop", "ALL"]
    walls += ["--die-with-parent", "--new-session", "--hostname", "box"]
    walls += ["--uid", str(USER), "--gid", str(USER)]
    for source, place in view.binds:
        walls += ["--ro-bind", source, place]
    for target, place in view.links:
        walls += ["--symlink", target, place]
    for device in DEVICES:
        walls += ["--dev-bind", device, device]
    walls += ["--dir", "/dev/shm", "--dir", "/tmp"]  # noqa: S108 - the box's own
    return [*walls, *proc_walls(written=True), "--remount-ro", "/", "--chdir", "/", "--"]
