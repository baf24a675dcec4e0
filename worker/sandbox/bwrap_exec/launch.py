"""The command that starts a fresh interpreter in a hardened box of bubblewrap's."""

import json
import os
import sys
from dataclasses import dataclass

from worker.sandbox.bwrap_exec.stage import files_place
from worker.sandbox.gpus.environment import management_library
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.namespaces import staging
from worker.sandbox.namespaces.bwrap import find_bwrap
from worker.sandbox.namespaces.inside.box import INODES, SHARED_INODES, SHARED_MEMORY, USER, WRITABLE
from worker.sandbox.namespaces.launch import BOX_USER, DEVICES
from worker.sandbox.namespaces.proc import proc_walls
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.view import CHECKOUT, HARNESS, PACKAGES, View

_CPU_FEATURES = "/proc/cpuinfo"
"""torch asks it for what the processor can do. It is all there is of /proc, until Landlock hides it too."""

_START = (
    f"import site, sys; site.addsitedir('{PACKAGES}'); sys.path.append('{HARNESS}'); "
    "from worker.sandbox.namespaces.inside.fresh import main; main(int(sys.argv[1]))"
)


@dataclass(frozen=True)
class Inherited:
    """Descriptors that bubblewrap inherits: the first filter to read, and where it writes what it started."""

    seccomp: int
    started: int


def fresh_command(runtime: Runtime, job: int) -> list[str]:
    """A fresh interpreter's command inside its box. `job` is the descriptor of its socket, inherited."""
    return [str(runtime.python), "-I", "-S", "-B", "-c", _START, str(job)]


def strictly_boxed(
    view: View, files: int, inherited: Inherited, command: list[str], gpu: Gpu | None = None
) -> list[str]:
    """What to execute so that a command runs in a box of its own and sees this view.

    files: bytes that it may write. gpu: the one that it may have.
    """
    bwrap = find_bwrap()
    sources = [str(bwrap.home), *(source for source, _ in view.binds)]
    program = f"{staging.place(0)}/{bwrap.program}"
    order = {
        "parent": os.getpid(),
        "user": BOX_USER,
        "sources": sources,
        "files": [[files, INODES], [SHARED_MEMORY, SHARED_INODES]],
        "command": [program, *_walls(view, inherited, gpu), *command],
    }
    start = (
        f"import sys; sys.path.append({str(CHECKOUT)!r}); "
        "from worker.sandbox.bwrap_exec.stage import main; main()"
    )
    return [sys.executable, "-I", "-S", "-B", "-c", start, json.dumps(order)]


def _walls(view: View, inherited: Inherited, gpu: Gpu | None) -> list[str]:
    """The arguments of bubblewrap, up to the command."""
    walls = ["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    walls += ["--cap-drop", "ALL", "--as-pid-1", "--seccomp", str(inherited.seccomp), "--hostname", "box"]
    walls += ["--info-fd", str(inherited.started)]
    walls += ["--uid", str(USER), "--gid", str(USER)]
    for number, (_, place) in enumerate(view.binds, start=1):
        walls += ["--ro-bind", staging.place(number), place]
    for target, place in view.links:
        walls += ["--symlink", target, place]
    for device in DEVICES:
        walls += ["--dev-bind", device, device]
    for number, place in enumerate(WRITABLE):
        walls += ["--bind", files_place(number), place]
    walls += _gpu(gpu) if gpu else ["--ro-bind", _CPU_FEATURES, _CPU_FEATURES]
    return [*walls, "--remount-ro", "/", "--chdir", "/", "--"]


def _gpu(gpu: Gpu) -> list[str]:
    """What CUDA reads of itself and the machine when it starts is hidden again before there is a handin."""
    lent = [word for node in gpu.nodes for word in ("--dev-bind", node, node)]
    if library := management_library():
        # torch asks it who else uses the memory when there is too little, and takes a refusal, which it gets
        # in a sealed box and of a MIG slice, for a fault of its own. Where it is missing, nobody is asked.
        lent += ["--ro-bind", "/dev/null", library]
    return [*lent, *proc_walls(written=False), "--ro-bind", "/sys", "/sys"]
