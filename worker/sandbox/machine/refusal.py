"""Why a kernel refuses namespaces: the settings that forbid them, by distribution, and what mends each.

The kernel only says "Operation not permitted" or "No space left on device". Which setting it was is told by
the files of those that are known: Debian's own switch, the one of Ubuntu's AppArmor, the counts of
namespaces that guides to hardening put to 0, and the filter of system calls that containers are under.
"""

from worker.sandbox.machine.files import Files

_COUNTED = ("user", "pid", "mnt", "net", "ipc", "uts", "cgroup")
_FEW = 64
"""Namespaces of a kind that a worker with a few boxes at a time may come to need."""
_ENOUGH = 10_000
_KEEP = "as root (a file in /etc/sysctl.d keeps it)"

CONTAINER = (
    "`--security-opt seccomp=deploy/docker/seccomp-worker.json --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined` and `--user 1000`"
)
"""What a container engine must be told so that Allclose, within its container, can make boxes of its own."""


def why_refused(files: Files, reason: str) -> str:
    """The sentence for a machine that refused namespaces, with the kernel's words for it."""
    if files.has("proc/self/ns") and not files.has("proc/self/ns/user"):
        return f"This kernel has no user namespaces ({reason}): use one with USER_NS."
    if mend := _switched_off(files):
        return f"User namespaces are switched off here ({reason}): run {mend}."
    if engine := container_of(files):
        start = f"start it by {engine} with {CONTAINER}"
        return f"User namespaces are refused in this container ({reason}): {start}."
    if files.field("proc/self/status", "Seccomp") == "2":
        return (
            f"User namespaces are refused here ({reason}), by a filter of system calls that this process was "
            "started under: let it allow clone, clone3, unshare, mount, umount2, pivot_root and sethostname "
            "(of a systemd unit, take out RestrictNamespaces= and SystemCallFilter=)."
        )
    return (
        f"User namespaces are refused here ({reason}): in a container, allow clone, unshare and mount in its "
        "seccomp profile; elsewhere, let the security module allow them to this Python."
    )


def _switched_off(files: Files) -> str:
    """The command for the setting that forbids namespaces, or ''."""
    for kind in _COUNTED:
        most = files.number(f"proc/sys/user/max_{kind}_namespaces")
        if most is not None and most < _FEW:
            return f"`sysctl user.max_{kind}_namespaces={_ENOUGH}` {_KEEP}"
    if files.text("proc/sys/kernel/unprivileged_userns_clone") == "0":
        return f"`sysctl kernel.unprivileged_userns_clone=1` {_KEEP}"
    if files.text("proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            f"`sysctl kernel.apparmor_restrict_unprivileged_userns=0` {_KEEP}, or give this Python and bwrap "
            "an AppArmor profile that says `userns,`"
        )
    return ""


def container_of(files: Files) -> str:
    """What made the container that this process is in, by the marks that engines leave; else ''."""
    if files.has(".dockerenv"):
        return "docker"
    if files.has("run/.containerenv"):
        return "podman"
    if told := files.text("run/systemd/container"):
        return told
    words = (files.text("proc/1/environ") or "").split("\0")
    named = (word.partition("=")[2] for word in words if word.startswith("container="))
    return next(named, "")
