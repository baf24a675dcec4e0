"""What the `namespaces` box needs of a machine, asked one by one.

Each need is a probe that returns "" or one sentence: what is missing, and how to mend it. Nothing is
changed by asking. `lacking()` is what a doctor lists; `require()` is what a box opens with.
"""

import ctypes
import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.machine.files import HERE
from worker.sandbox.machine.refusal import CONTAINER, container_of, why_refused
from worker.sandbox.namespaces.filter import load_pyseccomp
from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.inside.landlock import landlock_version
from worker.sandbox.namespaces.launch import BOX_USER, DEVICES, boxed
from worker.sandbox.namespaces.own_python import own_python
from worker.sandbox.namespaces.view import system_view

_PR_GET_SECCOMP = 21
_PR_GET_TID_ADDRESS = 40
_OTHERS = "--box docker, whose walls Docker makes, or --box 'bare' for your own code, which has none"
"""What a machine that lacks something can have instead."""


def lacking() -> dict[str, str]:
    """Every need by name → "" where it is met, else the sentence that says what is missing."""
    return {name: probe() for name, probe in _NEEDS.items()}


def require() -> None:
    """Raise BoxUnavailable with a sentence for each thing that this machine lacks, or return."""
    missing = [sentence for sentence in lacking().values() if sentence]
    if missing:
        raise BoxUnavailable(f"{' '.join(missing).removesuffix('.')}, or choose {_OTHERS}.")


def _kernel() -> str:
    if not hasattr(os, "pidfd_open"):
        return "This Python has no pidfd_open: use Python 3.11 or newer on Linux 5.14 or newer."
    address = ctypes.c_void_p()
    try:
        os.close(os.pidfd_open(os.getpid()))
        kernel.prctl(_PR_GET_TID_ADDRESS, ctypes.addressof(address))
    except OSError as refusal:
        return f"The kernel lacks a call ({refusal}): use Linux 5.14 or newer with CHECKPOINT_RESTORE."
    return ""


def _namespaces() -> str:
    trial = subprocess.run([*own_python("trial"), str(BOX_USER)], capture_output=True, text=True, env={})
    if trial.returncode == 0:
        return ""
    return why_refused(HERE, _last_line(trial.stderr))


def _last_line(words: str) -> str:
    return (words.strip() or "no reason given").splitlines()[-1]


def _landlock() -> str:
    try:
        landlock_version()
    except OSError as refusal:
        if refusal.errno == errno.EOPNOTSUPP:
            return (
                f"Landlock is switched off: start the kernel with `lsm=landlock{_other_modules()}` (on "
                "Debian, in GRUB_CMDLINE_LINUX of /etc/default/grub; then `update-grub` and a restart)."
            )
        return f"The kernel has no Landlock ({refusal}): use Linux 5.13 or newer with SECURITY_LANDLOCK."
    return ""


def _other_modules() -> str:
    """The security modules that are on, as they go on after another in the kernel's boot parameter."""
    told = HERE.text("sys/kernel/security/lsm") or "lockdown,yama,integrity,apparmor"
    return "".join(f",{name}" for name in told.split(",") if name not in ("landlock", "capability"))


def _seccomp() -> str:
    try:
        kernel.prctl(_PR_GET_SECCOMP)
    except OSError as refusal:
        return f"The kernel has no seccomp filters ({refusal}): use one with SECCOMP_FILTER."
    return ""


def _libseccomp() -> str:
    try:
        load_pyseccomp()
    except (ImportError, OSError) as problem:
        return f"libseccomp.so.2 cannot be loaded ({problem}): on Debian, apt-get install libseccomp2."
    return ""


def _bwrap() -> str:
    try:
        trial = subprocess.run(
            boxed(system_view(), ["/usr/bin/true"]), capture_output=True, text=True, env={}
        )
    except FileNotFoundError as problem:
        return f"{problem}"
    except OSError as problem:
        return f"bubblewrap cannot be run ({problem}): on Debian, apt-get install bubblewrap."
    if trial.returncode == 0 or _namespaces():  # one reason is enough
        return ""
    reason = _last_line(trial.stderr)
    if engine := container_of(HERE):
        start = f"start it by {engine} with {CONTAINER}"
        return f"bubblewrap cannot make a box in this container ({reason}): {start}."
    return f"bubblewrap cannot make a box here ({reason}): see its manual, or use another one."


def _devices() -> str:
    missing = ", ".join(device for device in DEVICES if not Path(device).is_char_device())
    return missing and f"{missing} must be character devices here: make them, or share the machine's /dev."


def _root_may_mount() -> str:
    if os.geteuid() != 0:
        return ""
    effective = int(HERE.field("proc/self/status", "CapEff") or "0", 16)
    if effective >> _CAP_SYS_ADMIN & 1 and effective >> _CAP_SETUID & 1:
        return ""
    return "This root may neither mount nor change its user: run the worker as an ordinary user instead."


_CAP_SETUID, _CAP_SYS_ADMIN = 7, 21

_NEEDS: dict[str, Callable[[], str]] = {
    "kernel": _kernel,
    "user namespaces": _namespaces,
    "Landlock": _landlock,
    "seccomp": _seccomp,
    "libseccomp": _libseccomp,
    "bubblewrap": _bwrap,
    "devices": _devices,
    "root's rights": _root_may_mount,
}
