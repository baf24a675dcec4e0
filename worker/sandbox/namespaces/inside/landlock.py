"""Landlock: which files a box may touch, whatever the mounts say.

A ruleset names the rights it governs; a governed right is refused everywhere but below the folders that a
rule grants it for. Newer kernels govern more; what an older one does not know is left out (its version says
so). Source: the kernel's userspace-api/landlock.
"""

import contextlib
import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from worker.sandbox.namespaces.inside.kernel import syscall

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_QUERY = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_IOCTL_DEV = 1 << 15
_RIGHTS_OF_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many of the file rights (execute, write, read, …, refer, truncate, ioctl) each version governs."""
_ALL_NET = 0b11
"""Binding and connecting TCP sockets, from version 4 on."""
_ALL_SCOPES = 0b11
"""Abstract unix sockets and signals that leave the box, from version 6 on."""

_READ = _READ_FILE | _READ_DIR


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def landlock_version() -> int:
    """The version of Landlock that this kernel offers. Raises OSError where there is none."""
    return syscall("landlock_create_ruleset", _CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_QUERY)


def has_landlock() -> bool:
    """Whether this kernel, as it shows itself here, offers Landlock."""
    try:
        return landlock_version() > 0
    except OSError:
        return False


def restrict_files(
    readable: Iterable[str], writable: Iterable[str], devices: Iterable[str], driven: Iterable[str] = ()
) -> None:
    """Refuse every file but these: what may be read, folders to write in, device files to write to.

    driven: device files that may be given orders (ioctl), too.
    """
    enforce(allow_files(readable, writable, devices, driven))


def allow_files(
    readable: Iterable[str], writable: Iterable[str], devices: Iterable[str], driven: Iterable[str] = ()
) -> int:
    """The same as rules, for `enforce`: writing them down takes longer. Returns their descriptor."""
    version = landlock_version()
    governed = (1 << _RIGHTS_OF_VERSION[min(version, 5)]) - 1
    ruleset = _create(version, governed)
    for path in readable:
        _grant(ruleset, path, _READ if Path(path).is_dir() else _READ_FILE)
    for path in writable:
        _grant(ruleset, path, governed & ~(_EXECUTE | _IOCTL_DEV))
    for path in devices:
        _grant(ruleset, path, _READ_FILE | _WRITE_FILE)
    for path in driven:
        _grant(ruleset, path, (_READ_FILE | _WRITE_FILE | _IOCTL_DEV) & governed)
    return ruleset


def enforce(ruleset: int) -> None:
    """Refuse, from here on, what these rules do not allow. Closes their descriptor."""
    syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _create(version: int, governed: int) -> int:
    attributes = _Ruleset(governed, _ALL_NET if version >= 4 else 0, _ALL_SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    return syscall(
        "landlock_create_ruleset", _CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), 0
    )


def _grant(ruleset: int, path: str, rights: int) -> None:
    # A path that this machine lacks needs no rule: what is not there cannot be read.
    with contextlib.suppress(FileNotFoundError):
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _PathRule(rights, folder)
        syscall("landlock_add_rule", _ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        os.close(folder)
