"""The command that starts a template in its outer box.

The outer box is bubblewrap's: namespaces of its own, a read-only view, no capabilities, no environment, and
death with the worker. It runs as an ordinary user; a worker that runs as root starts it through `staging.py`.
"""

import json
import os
import sys
from dataclasses import replace

from worker.sandbox.namespaces import staging
from worker.sandbox.namespaces.bwrap import find_bwrap
from worker.sandbox.namespaces.inside.box import USER
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import CHECKOUT, HARNESS, PACKAGES, View

ENVIRONMENT = {
    # One thread: a clone has only the thread that made it, and what others had locked stays locked.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # One arena: each thread's own would reserve 64 MiB of address space, which is what limits memory.
    "MALLOC_ARENA_MAX": "1",
}
"""All that a template's environment holds; bubblewrap too is started with nothing else."""

BOX_USER = 60985
"""Who templates are when the worker is root: a number in a range that systemd's list leaves to nobody."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_START = (
    f"import site, sys; site.addsitedir('{PACKAGES}'); sys.path.append('{HARNESS}'); "
    "from worker.sandbox.namespaces.inside.template import main; main(int(sys.argv[1]))"
)


def launch_command(runtime: Runtime, view: View, control: int) -> list[str]:
    """What to execute. `control` is the descriptor of the template's socket, to be inherited."""
    bwrap = find_bwrap()
    if os.geteuid() != 0:
        return _in_bwrap(str(bwrap.home / bwrap.program), view, runtime, control)
    sources = [str(bwrap.home), *(source for source, _ in view.binds)]
    lent = tuple((staging.place(number), place) for number, (_, place) in enumerate(view.binds, start=1))
    program = f"{staging.place(0)}/{bwrap.program}"
    command = _in_bwrap(program, replace(view, binds=lent), runtime, control)
    return [*own_python("staging"), json.dumps({"user": BOX_USER, "sources": sources, "command": command})]


def own_python(module: str) -> list[str]:
    """A command that runs `main()` of a module beside this one, in a bare Python of the worker's own."""
    start = f"import sys; sys.path.append({str(CHECKOUT)!r}); from {__package__}.{module} import main; main()"
    return [sys.executable, "-I", "-S", "-c", start]


def _in_bwrap(bwrap: str, view: View, runtime: Runtime, control: int) -> list[str]:
    command = [bwrap, "--unshare-all", "--unshare-user", "--unshare-cgroup", "--cap-drop", "ALL"]
    command += ["--die-with-parent", "--new-session", "--hostname", "box"]
    command += ["--uid", str(USER), "--gid", str(USER)]
    for source, place in view.binds:
        command += ["--ro-bind", source, place]
    for target, place in view.links:
        command += ["--symlink", target, place]
    for device in DEVICES:
        command += ["--dev-bind", device, device]
    command += ["--dir", "/dev/shm", "--dir", "/tmp", "--proc", "/proc", "--remount-ro", "/"]  # noqa: S108
    return [*command, "--chdir", "/", "--", str(runtime.python), "-I", "-S", "-B", "-c", _START, str(control)]
