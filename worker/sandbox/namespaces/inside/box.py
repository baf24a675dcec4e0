"""The walls of a box, raised around the process that stands in it.

Theory of operation. The process has just been cloned from its template into new user, process, mount,
network, message-queue, host-name and cgroup namespaces, where it is process 1: when it dies, all that it
started dies. It raises its own walls while it still may, weakest privilege last:

1. It becomes user 1000 of its own user namespace, which outside is the template's user, never root.
2. Its files are a read-only view of the interpreter and the runtime, plus a small memory file system that is
   gone with it. There is no /proc to look through.
3. It keeps the descriptors that it needs and no other, and no word of an environment.
4. Memory, processor time, threads, files and descriptors have limits that it cannot lift.
5. It gives up every capability, then the right to regain any; then Landlock; then the filter of system calls.

Only afterwards is the first byte of a handin read. A wall that cannot be raised raises OSError.
"""

import fcntl
import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.landlock import allow_files, enforce

NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)
WORKPLACE = "/tmp/handin"  # noqa: S108 - see WRITABLE
"""Where a handin's files are written, and the working folder."""

USER = 1000
"""The user's number inside every namespace; the template has it too."""

WRITABLE = ("/tmp", "/dev/shm")  # noqa: S108 - the box's own, mounted for it alone
THREADS = 32
_DESCRIPTORS = 256
INODES = 16_384  # an archive of 10,000 members and their folders, and some more
CORE_DUMP = 1
"""Bytes of a core dump: too few for a file, and at exactly 1 the kernel hands none to a program, either.

At 0 it would: a handin's memory would leave its box for a program of the machine's.
Source: core(5), and coredump.c, which keeps a dump's own handler from dumping by this very limit.
"""
SHARED_MEMORY = 4 << 20
SHARED_INODES = 64
_HIGH = 100
_EVERY = 1 << 20
SAFE = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC


@dataclass(frozen=True)
class Walls:
    """What is the same for every box of a template.

    bpf: the filter of system calls. readable: the folders a handin may read. baseline: bytes of address
    space that the template uses itself; own_memory: those that a clone begins with. gpu: whether the box
    has a GPU.
    """

    bpf: bytes
    readable: tuple[str, ...]
    baseline: int
    own_memory: int = 0
    gpu: bool = False


def enter_box(walls: Walls) -> int:
    """The first half, the same for every task: all of it that can be done before there is one.

    Returns the descriptor of the rules on files, which the second half enforces.
    """
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    # A signal to "my process group" must not reach the template. And the kernel weighs sessions against one
    # another: in one of their own, a handin's thirty threads take no processor from another's one.
    os.setsid()
    kernel.map_user(USER, USER, USER)
    _be_the_first_killed_when_memory_runs_out()
    _keep_mounts_private()
    _hide_processes()
    _mount_files()
    os.environ.clear()
    kernel.gain_no_capabilities()
    return allow_files(walls.readable, writable=WRITABLE, devices=("/dev/null",))


def close_box(walls: Walls, allowance: Allowance, descriptors: list[int], rules: int) -> None:
    """The second half. `descriptors` become 0, 1, 2, …; every other one is closed."""
    _bound_files(allowance.files)
    arrange_descriptors([*descriptors, rules])
    limit_resources(walls.baseline, allowance)
    kernel.give_up_capabilities()
    kernel.forbid_new_privileges()
    enforce(len(descriptors))
    kernel.load_filter(walls.bpf)


def _be_the_first_killed_when_memory_runs_out() -> None:
    kernel.write("/proc/self/oom_score_adj", "1000")


def _keep_mounts_private() -> None:
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)


def _hide_processes() -> None:
    kernel.mount("tmpfs", "/proc", "tmpfs", SAFE | kernel.MS_RDONLY, "size=4k,nr_inodes=1")


def _mount_files() -> None:
    temporary, shared = WRITABLE
    kernel.mount("tmpfs", temporary, "tmpfs", SAFE, f"size=4k,nr_inodes={INODES},mode=700")
    kernel.mount("tmpfs", shared, "tmpfs", SAFE, f"size={SHARED_MEMORY},nr_inodes={SHARED_INODES},mode=700")
    Path(WORKPLACE).mkdir()
    os.chdir(WORKPLACE)


def _bound_files(size: int) -> None:
    """Have room for what this task may write, and no more."""
    temporary, _ = WRITABLE
    # To this file system a size of 0 means no limit.
    kernel.mount("tmpfs", temporary, "tmpfs", SAFE | kernel.MS_REMOUNT, f"size={max(size, 1)}")


def arrange_descriptors(descriptors: list[int]) -> None:
    """Make these descriptors 0, 1, 2, … and close every other one."""
    # First out of the way, then into place: a number may be both a source and a target.
    lifted = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _HIGH) for descriptor in descriptors]
    for place, descriptor in enumerate(lifted):
        os.dup2(descriptor, place)
    os.closerange(len(lifted), _EVERY)


def limit_resources(baseline: int | None, allowance: Allowance, processes: int = THREADS) -> None:
    """Set what the kernel counts for a process, or for its user, so that it cannot be lifted again.

    baseline: bytes of address space in use; None: do not bound it, for a GPU's driver reserves as much as
    all the machine's memory.
    """
    limits = {} if baseline is None else {resource.RLIMIT_AS: baseline + allowance.memory}
    limits |= {
        resource.RLIMIT_CPU: allowance.cpu_seconds,
        resource.RLIMIT_FSIZE: allowance.files,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_NOFILE: _DESCRIPTORS,
        resource.RLIMIT_SIGPENDING: 64,
        resource.RLIMIT_CORE: CORE_DUMP,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for limit, wanted in limits.items():
        _limit(limit, wanted)


def limit_core_dumps() -> None:
    """Let no core dump leave this process, whoever asks for one."""
    _limit(resource.RLIMIT_CORE, CORE_DUMP)


def _limit(which: int, wanted: int) -> None:
    """At most what is wanted: a hard limit that is lower stays."""
    _, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    # Soft and hard alike: process 1 would ignore the signal that a soft limit of CPU time sends.
    resource.setrlimit(which, (value, value))
