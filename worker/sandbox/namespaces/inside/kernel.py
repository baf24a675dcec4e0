"""The system calls that Python 3.11 has no names for, by ctypes.

Everything here holds the interpreter lock while it calls (PyDLL): a clone must not race with other Python
code, and none of these calls blocks. Each raises OSError with the call's name when the kernel refuses.
Numbers are from the kernel's public headers; those above 423 are the same on every architecture.
"""

import ctypes
import errno
import os

_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
_CLONE_PIDFD = 0x00001000
_CLONE_CHILD_SETTID = 0x01000000
_CLONE3 = 435

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REC, MS_PRIVATE, MS_BIND, MS_REMOUNT = 0x4000, 0x40000, 0x1000, 0x20

PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_SECCOMP, _EVERY_THREAD = {"x86_64": 317, "aarch64": 277}, 1
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_GET_TID_ADDRESS = 40
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522


def _refused(call: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{call}: {os.strerror(number)}")


def syscall(name: str, number: int, *arguments: object) -> int:
    """Call the kernel by number."""
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise _refused(name)
    return result


def prctl(option: int, value: int = 0) -> None:
    """Change how the kernel treats this process."""
    if _libc.prctl(option, value, 0, 0, 0) < 0:
        raise _refused(f"prctl {option}")


def unshare(flags: int) -> None:
    """Move this process into new namespaces."""
    if _libc.unshare(flags) < 0:
        raise _refused("unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount or bind something at `target`."""
    words = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())
    if _libc.mount(*words) < 0:
        raise _refused(f"mount {target}")


def map_user(inside: int, user: int, group: int) -> None:
    """Be user and group `inside` of the user namespace just entered; outside they are `user` and `group`."""
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{inside} {user} 1")
    write("/proc/self/gid_map", f"{inside} {group} 1")


def write(path: str, text: str) -> None:
    """Change one of the kernel's own files, in a single write."""
    descriptor = os.open(path, os.O_WRONLY)
    os.write(descriptor, text.encode())
    os.close(descriptor)


class _CloneArguments(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_uint64)
        for name in ("flags", "pidfd", "child_tid", "parent_tid", "exit_signal", "stack", "stack_size", "tls")
    ]


def clone(flags: int, exit_signal: int) -> tuple[int, int]:
    """Fork into new namespaces in one call. Returns (pid, pidfd) to the parent and (0, -1) to the child.

    Only for a process of a single thread: the C library's own fork handlers do not run, Python's do.
    """
    pidfd = ctypes.c_int(-1)
    arguments = _CloneArguments(
        flags=flags | _CLONE_PIDFD | _CLONE_CHILD_SETTID,
        pidfd=ctypes.addressof(pidfd),
        child_tid=_thread_id_address(),
        exit_signal=exit_signal,
    )
    ctypes.pythonapi.PyOS_BeforeFork()
    pid: int = _libc.syscall(
        ctypes.c_long(_CLONE3), ctypes.byref(arguments), ctypes.c_size_t(ctypes.sizeof(arguments))
    )
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0, -1
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise _refused("clone3")
    return pid, pidfd.value


def _thread_id_address() -> int:
    """Where the C library remembers this thread's number; locks compare it, so a clone must renew it."""
    address = ctypes.c_void_p()
    prctl(_PR_GET_TID_ADDRESS, ctypes.addressof(address))
    return address.value or 0


def give_up_capabilities() -> None:
    """Clear the ambient, effective, permitted and inheritable sets, which nobody needs a right for."""
    prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if _libc.capset(header, (ctypes.c_uint32 * 6)()) < 0:
        raise _refused("capset")


def gain_no_capabilities() -> None:
    """Clear the bounding set: no program that is executed brings a capability. What we have, we keep."""
    capability = 0
    while _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if ctypes.get_errno() != errno.EINVAL:  # EINVAL: the kernel knows no more capabilities
        raise _refused("prctl PR_CAPBSET_DROP")


class _FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def forbid_new_privileges() -> None:
    """Make set-user-id files powerless; Landlock and seccomp ask for it."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def load_filter(bpf: bytes, every_thread: bool = False) -> None:
    """Let seccomp judge every system call from here on by this classic BPF (8 bytes an instruction).

    every_thread: of the process, where libraries have started some; else of this thread and those it starts.
    """
    instructions = ctypes.create_string_buffer(bpf, len(bpf))
    program = _FilterProgram(len(bpf) // 8, ctypes.addressof(instructions))
    if every_thread:
        # A positive result is a thread that could not follow.
        if syscall("seccomp", _SECCOMP[os.uname().machine], 1, _EVERY_THREAD, ctypes.byref(program)) != 0:
            raise OSError("seccomp: a thread could not follow")
    elif _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0) < 0:
        raise _refused("prctl PR_SET_SECCOMP")
