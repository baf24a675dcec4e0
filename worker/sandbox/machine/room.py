"""How much a machine has for boxes: processors, memory, space, open files; and whether its clock is right."""

import ctypes
from collections.abc import Iterable

from worker.sandbox.machine.files import Files
from worker.sandbox.machine.finding import Finding, better, fact, good

_GIB = 1 << 30
_JOB = _GIB
"""What one grading may come to use: its box, the reference's, and what is read from both."""
_SPARE = 256 << 20
_FILES = 512
_FILES_OF_A_JOB = 16
_UNSYNCHRONISED = 5  # TIME_ERROR, what adjtimex returns then
_TIMEX_BYTES = 256


def processors(usable: int, jobs: int) -> Finding:
    """The processors that this process may use, against the gradings at a time."""
    says = f"{usable} usable, {jobs} gradings at a time"
    if jobs <= usable:
        return good("processors", says)
    return better("processors", f"{says}, which wait for one another: set ALLCLOSE_WORKERS={usable}.")


def memory(files: Files, jobs: int) -> Finding:
    """What is free, against what so many gradings at a time may use; a container's own bound counts."""
    free, total = _kibibytes(files, "MemAvailable"), _kibibytes(files, "MemTotal")
    if free is None or total is None:
        return fact("memory", None)
    bounds = [bound for bound in _own_bounds(files) if bound < total]
    total, free = min([total, *bounds]), min([free, *bounds])
    says, needed = f"{free / _GIB:.1f} GiB free of {total / _GIB:.1f}", (jobs + 1) * _JOB
    if free >= needed:
        return good("memory", says)
    fewer = max(1, int(free / _JOB) - 1)
    mend = f"set ALLCLOSE_WORKERS={fewer}" if fewer < jobs else "end other programs, or lend it more"
    return better("memory", f"{says}, and {jobs} gradings at a time may use {needed / _GIB:.0f} GiB: {mend}.")


def _kibibytes(files: Files, key: str) -> int | None:
    words = (files.field("proc/meminfo", key) or "").split()
    return int(words[0]) * 1024 if words and words[0].isdecimal() else None


def _own_bounds(files: Files) -> Iterable[int]:
    """What a container may use, by the group that it sees as the first of all."""
    for path in ("memory.max", "memory/memory.limit_in_bytes"):
        if bound := files.number(f"sys/fs/cgroup/{path}"):
            yield bound


def space(files: Files, name: str, path: str, used: bool = True) -> Finding:
    """Room for files at a path. used: by the server; boxes have places of their own."""
    told = files.space(path)
    if told is None:
        return fact(name, None)
    free, total = told
    says = f"{free / _GIB:.1f} GiB free of {total / _GIB:.1f}"
    if not used:
        return fact(name, f"{says}; not used, boxes have their own")
    if free >= _SPARE:
        return good(name, says)
    return better(name, f"{says}: make room in {path}, or handins that are large cannot be read.")


def open_files(files: Files, jobs: int) -> Finding:
    """How many descriptors the server may hold, against what so many gradings and their readers need."""
    words = (files.limit("Max open files") or "").split()
    if not words:
        return fact("open files", None)
    needed = _FILES + jobs * _FILES_OF_A_JOB
    if not words[0].isdecimal() or int(words[0]) >= needed:
        return good("open files", f"{words[0]} at most")
    return better(
        "open files",
        f"{words[0]} at most, and {needed} may be needed: `ulimit -n {needed}` before the server starts, or "
        f"LimitNOFILE={needed} in its unit.",
    )


def clock(files: Files, synchronised: bool | None) -> Finding:
    """What counts time here, and whether something keeps it right; deadlines go by it."""
    source = files.text("sys/devices/system/clocksource/clocksource0/current_clocksource")
    by = f"counted by {source}" if source else "what counts it is not told"
    if synchronised is None:
        return fact("clock", by)
    if synchronised:
        return good("clock", f"kept right, {by}")
    return better(
        "clock",
        f"Nothing keeps it right ({by}), and deadlines go by it: run `timedatectl set-ntp true`, or install "
        "chrony.",
    )


def is_synchronised() -> bool | None:
    """Whether the kernel's clock is kept right by a time service; None where it does not tell."""
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _UNSYNCHRONISED
