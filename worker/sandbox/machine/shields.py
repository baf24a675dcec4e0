"""Settings of a machine that hold a hostile handin better, or let something of it out.

Boxes work either way.
"""

from worker.sandbox.machine.files import Files
from worker.sandbox.machine.finding import Finding, Mark, better, fact, good
from worker.sandbox.machine.refusal import container_of

_KEEP = "as root (a file in /etc/sysctl.d keeps it)"
_GIB = 1 << 30


def control_groups(reason: str, lent: tuple[str, ...], version: int) -> Finding:
    """Whether groups can be made. reason: why not, as a sentence that says what mends it."""
    if reason:
        return better("control groups", f"{reason} Until then each process of a job is bounded by itself.")
    says = f"version {version}, lends us {', '.join(lent)}"
    if "memory" in lent:
        return good("control groups", says)
    return better(
        "control groups",
        f"{says}, and not memory, so that each process of a job is bounded by itself: let whoever lends it "
        "lend memory, too (Delegate=yes in the unit of a systemd service).",
    )


def swap(files: Files, bounded: bool) -> Finding:
    """Space to swap to. bounded: whether a job's group says how much of it a job gets."""
    lines = files.text("proc/swaps")
    if not lines:  # a heading at least, where a kernel tells it
        return fact("swap", None)
    sizes = [words[2] for words in map(str.split, lines.splitlines()[1:]) if len(words) > 2]
    total = sum(int(size) for size in sizes if size.isdecimal()) * 1024
    if not total:
        return good("swap", "none")
    if bounded:
        return good("swap", f"{total / _GIB:.1f} GiB, of which a job gets none: its control group says so")
    return better(
        "swap",
        f"{total / _GIB:.1f} GiB, which makes bounds on memory soft and timings uneven: run `swapoff -a` "
        "as root (and take its line out of /etc/fstab), or lend a control group, which keeps jobs out of it.",
    )


def address_layout(files: Files) -> Finding:
    """Whether addresses are drawn at random, which attacks on memory have to guess."""
    told = files.number("proc/sys/kernel/randomize_va_space")
    if told is None:
        return fact("address layout", None)
    if told >= 2:
        return good("address layout", "random")
    how = "not random" if told == 0 else "random only in part"
    return better("address layout", f"{how}: run `sysctl kernel.randomize_va_space=2` {_KEEP}.")


def core_dumps(files: Files) -> Finding:
    """Where the memory of a process that crashes goes; see `CORE_DUMP` for what a box does about it."""
    pattern = files.text("proc/sys/kernel/core_pattern")
    if pattern is None:
        return fact("core dumps", None)
    if not pattern.startswith(("|", "@")):
        return good("core dumps", "none leaves a box")
    receiver = pattern[1:].split()[0] if pattern[1:].split() else pattern
    if pattern.startswith("|") and _hard_limit(files, "Max core file size") != "0":
        return good("core dumps", f"none leaves a box: its limit of one byte keeps them from {receiver}")
    return better(
        "core dumps",
        f"A crash in a box hands its memory to {receiver}, outside of it: run "
        f"`sysctl kernel.core_pattern=core` {_KEEP}, or start the server with a hard limit above 0 "
        "(LimitCORE=0:infinity in its unit).",
    )


def _hard_limit(files: Files, name: str) -> str | None:
    """A hard limit of this process, as the kernel writes it."""
    words = (files.limit(name) or "").split()
    return words[1] if len(words) > 1 else None


def tracing(files: Files) -> Finding:
    """Whether a process may look into others of the same user; boxes forbid it by themselves."""
    told = files.number("proc/sys/kernel/yama/ptrace_scope")
    if told is None:
        return fact("ptrace", None)
    if told:
        return good("ptrace", f"only of one's own children, or less (Yama's scope {told})")
    return better(
        "ptrace",
        "Processes of one user may look into each other; boxes forbid it by themselves, but for other "
        f"programs run `sysctl kernel.yama.ptrace_scope=1` {_KEEP}.",
    )


def modules(files: Files) -> Finding:
    """The security modules that are on."""
    return fact("security modules", files.text("sys/kernel/security/lsm"))


def hyperthreads(files: Files) -> Finding:
    """Whether two jobs may share a core, and so see each other's load."""
    told = files.number("sys/devices/system/cpu/smt/active")
    if told is None:
        return fact("hyperthreads", None)
    if not told:
        return good("hyperthreads", "off")
    return Finding(
        Mark.FACT,
        "hyperthreads",
        "on: two jobs on one core can see each other's load; where that matters, "
        "`echo off > /sys/devices/system/cpu/smt/control` as root",
    )


def container(files: Files) -> Finding:
    """Whether this is a container, as far as it shows."""
    return fact("container", container_of(files) or "none, as far as it shows")


def process_lists(fresh: bool) -> Finding:
    """What of /proc our own code in a box sees; a handin sees none of it."""
    if fresh:
        return good("/proc of boxes", "each its own")
    return fact(
        "/proc of boxes",
        "the worker's own, which is hidden before there is a handin: a part of it is covered here (NVIDIA's "
        "container toolkit does so, and engines without systempaths=unconfined), so that the kernel allows "
        "no fresh one",
    )
