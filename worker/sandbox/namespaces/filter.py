"""The filter of system calls that every box runs under.

An allow-list: a call that nobody thought of does not exist (ENOSYS), and neither does the next kernel's
newest one. Calls that attacks are made of are refused loudly (EPERM), so that a handin that tries hears a
plain "Operation not permitted". Threads may be made, processes may not. Calls of another architecture kill.

The tables below are the policy. It becomes classic BPF once, on the trusted side, by libseccomp, which knows
the numbers of every architecture; a box loads it with one call.
"""

import ctypes.util
import errno
import functools
import importlib
import tempfile
from collections.abc import Iterable
from types import ModuleType
from typing import Any
from unittest.mock import patch

_LIBSECCOMP = "libseccomp.so.2"

ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range open
    openat creat access faccessat faccessat2 stat lstat fstat newfstatat statx statfs fstatfs getcwd chdir
    fchdir getdents getdents64 mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat
    symlink symlinkat readlink readlinkat chmod fchmod fchmodat umask utime utimes utimensat futimesat
    truncate ftruncate fallocate fsync fdatasync sync_file_range fadvise64 dup dup2 dup3 pipe pipe2 poll
    ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd
    eventfd2 brk mmap munmap mremap mprotect madvise msync mincore membarrier futex futex_waitv
    set_robust_list get_robust_list set_tid_address rseq rt_sigaction rt_sigprocmask rt_sigreturn
    rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack pause alarm kill tkill tgkill getitimer
    setitimer restart_syscall clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
    getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid
    getpriority sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
    sched_get_priority_min getcpu uname sysinfo getrlimit getrusage getrandom capget wait4 waitid exit
    exit_group
"""
"""What Python, numpy and a student's plain code need. What a machine's architecture lacks is skipped."""

REFUSED = """
    socket socketpair bind connect listen accept accept4 sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg
    getsockname getpeername getsockopt setsockopt shutdown ptrace process_vm_readv process_vm_writev
    process_madvise process_mrelease pidfd_open pidfd_getfd pidfd_send_signal kcmp unshare setns mount
    umount2 pivot_root move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr chroot add_key
    request_key keyctl bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    name_to_handle_at open_by_handle_at memfd_create memfd_secret shmget shmat shmctl shmdt semget semop
    semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify
    mq_getsetattr mlock mlock2 mlockall munlock munlockall splice tee vmsplice sendfile copy_file_range
    inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark seccomp landlock_create_ruleset
    landlock_add_rule landlock_restrict_self personality modify_ldt mknod mknodat chown fchown lchown
    fchownat setxattr lsetxattr fsetxattr setuid setgid setreuid setregid setresuid setresgid setfsuid
    setfsgid setgroups capset sched_setscheduler sched_setparam sched_setattr sched_setaffinity setpriority
    ioprio_set setrlimit setsid setpgid sethostname setdomainname flock execve execveat reboot swapon
    swapoff kexec_load init_module finit_module delete_module settimeofday clock_settime syslog acct
    quotactl iopl ioperm
"""
"""What attacks are made of: refused with EPERM."""

_AS_A_TREE = 2
"""Calls are looked up by halving: when a filter is loaded, the kernel asks it about every call there is."""

_CLONE_THREAD = 0x00010000
_DUPFD, _GETFD, _SETFD, _GETFL, _SETFL, _DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
_TCGETS, _TIOCGWINSZ, _FIONREAD, _FIONBIO, _FIONCLEX, _FIOCLEX = (
    0x5401,
    0x5413,
    0x541B,
    0x5421,
    0x5450,
    0x5451,
)
_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA = 15, 16, 0x53564D41

ALLOWED_WITH = {
    "fcntl": (1, (_DUPFD, _GETFD, _SETFD, _GETFL, _SETFL, _DUPFD_CLOEXEC)),
    "ioctl": (1, (_TCGETS, _TIOCGWINSZ, _FIONREAD, _FIONBIO, _FIONCLEX, _FIOCLEX)),
    "prctl": (0, (_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA)),
    "prlimit64": (2, (0,)),  # no new limit: reading only
}
"""Calls allowed only when the argument of this position has one of these values."""


GPU_IOCTL = (
    (0xFF00, 0x4600),  # the driver's own, of type "F"
    (0xFFFFFF00, 0),  # those of its unified memory, which have plain numbers
    (0xFFFFFFFF, 0x30000001),
    (0xFFFFFFFF, 0x30000002),
)
"""What a GPU is driven by: allowed in boxes that have one, as (mask, value) of the call's second argument.

None of these is a terminal's. Landlock allows them on the GPU's device files only.
"""

STARTING = """
    execve arch_prctl getsockname getsockopt sendto recvfrom sendmsg recvmsg landlock_create_ruleset
    landlock_add_rule landlock_restrict_self prctl prlimit64 setrlimit capset setsid pidfd_open clone fork
    vfork
"""
"""What a fresh interpreter needs on top, until it has its job and loads the whole filter over this one."""


STARTING_GPU = (
    STARTING
    + """
    seccomp socket socketpair bind listen connect accept accept4 setsockopt ioctl memfd_create flock mknod
    mknodat fchown sched_setaffinity get_mempolicy set_mempolicy mbind
"""
)
"""And what CUDA needs to start, in a process that runs only our code yet and has no network."""


def load_pyseccomp() -> ModuleType:
    """The binding to libseccomp. Raises OSError where the machine has no libseccomp.so.2."""
    # Its own search for the library needs ldconfig or a compiler; the name of the library is all it takes.
    names = {"c": None, "seccomp": _LIBSECCOMP}
    with patch.object(ctypes.util, "find_library", names.get):
        return importlib.import_module("pyseccomp")


@functools.cache
def build_filter(more: str = "", gpu: bool = False) -> bytes:
    """The policy as classic BPF for this machine's architecture, 8 bytes an instruction.

    more: names of calls that are allowed besides, whatever the tables say of them. gpu: allow what a GPU
    is driven by.
    """
    library = load_pyseccomp()
    policy = library.SyscallFilter(library.ERRNO(errno.ENOSYS))
    policy.set_attr(library.Attr.ACT_BADARCH, library.KILL_PROCESS)
    policy.set_attr(library.Attr.CTL_OPTIMIZE, _AS_A_TREE)
    lifted = set(more.split())
    for name in _known(library, {*ALLOWED.split(), *lifted}):
        policy.add_rule(library.ALLOW, name)
    for name in _known(library, set(REFUSED.split()) - lifted):
        policy.add_rule(library.ERRNO(errno.EPERM), name)
    for name in ALLOWED_WITH.keys() - lifted:
        position, values = ALLOWED_WITH[name]
        for value in values:
            policy.add_rule(library.ALLOW, name, library.Arg(position, library.EQ, value))
    if gpu and "ioctl" not in lifted:
        for mask, value in GPU_IOCTL:
            policy.add_rule(library.ALLOW, "ioctl", library.Arg(1, library.MASKED_EQ, mask, value))
    if "clone" not in lifted:
        _allow_threads_only(library, policy)
    return _export(policy)


def _known(library: ModuleType, names: Iterable[str]) -> list[str]:
    """Those that this architecture has, or that this libseccomp knows; always in the same order."""
    return [name for name in sorted(names) if library.resolve_syscall(library.Arch.NATIVE, name) >= 0]


def _allow_threads_only(library: ModuleType, policy: Any) -> None:
    """A clone must share everything with its maker.

    The arguments of clone3 are out of a filter's sight, so it does not exist; the C library then makes do
    with clone.
    """
    thread = library.Arg(0, library.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    process = library.Arg(0, library.MASKED_EQ, _CLONE_THREAD, 0)
    policy.add_rule(library.ALLOW, "clone", thread)
    policy.add_rule(library.ERRNO(errno.EAGAIN), "clone", process)
    for name in _known(library, ["fork", "vfork"]):
        policy.add_rule(library.ERRNO(errno.EAGAIN), name)


def _export(policy: Any) -> bytes:
    with tempfile.TemporaryFile() as file:
        policy.export_bpf(file)
        file.seek(0)
        return file.read()
