"""What a handin can do to others, or to the kernel: nothing."""

import platform

import pytest

from graders.box import End
from tests.boxes import ask

CALL = """
import ctypes, errno
def answer():
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.{call}
    print(errno.errorcode[ctypes.get_errno()] if result == -1 else result)
"""


@pytest.mark.parametrize(
    "call",
    [
        "unshare(0x10000000)",
        "setns(0, 0)",
        "mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
        "umount2(b'/proc', 2)",
        "chroot(b'/tmp')",
        "ptrace(0, 0, 0, 0)",
        "process_vm_readv(1, None, 0, None, 0, 0)",
        "personality(0x0040000)",
        "memfd_create(b'x', 0)",
        "shmget(0, 4096, 0o1600)",
        "semget(0, 1, 0o1600)",
        "msgget(0, 0o1600)",
        "mlockall(3)",
        "inotify_init1(0)",
        "fanotify_init(0, 0)",
        "setuid(0)",
        "setgid(0)",
        "sched_setaffinity(0, 8, b'\\x01' + b'\\x00' * 7)",
        "splice(0, None, 1, None, 1, 0)",
        "mknod(b'/tmp/device', 0o60600, 0x100)",
        "syscall(425, 1, None)",  # io_uring_setup
        "syscall(434, 1, 0)",  # pidfd_open
        "syscall(438, 0, 0, 0)",  # pidfd_getfd
        "syscall(446, 0, 0)",  # landlock_restrict_self
    ],
)
def test_a_call_that_attacks_are_made_of_is_refused_loudly(sandbox, call):
    assert ask(sandbox, CALL.format(call=call)).printed == "EPERM\n"


@pytest.mark.parametrize("call", ["syscall(435, None, 0)", "syscall(470)", "syscall(9999)"])
def test_a_call_that_nobody_thought_of_does_not_exist(sandbox, call):
    assert ask(sandbox, CALL.format(call=call)).printed == "ENOSYS\n"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="machine code of x86-64")
@pytest.mark.parametrize(
    "code",
    [
        b"\xb8\x14\x00\x00\x00\xcd\x80\xc3",  # mov eax, 20 (i386's getpid); int 0x80; ret
        b"\xb8\x27\x00\x00\x40\x0f\x05\xc3",  # mov eax, 0x40000027 (x32's getpid); syscall; ret
    ],
)
def test_a_call_of_another_architecture_kills(sandbox, code):
    told = ask(
        sandbox,
        f"""
        import ctypes, mmap
        def answer():
            page = mmap.mmap(-1, 4096, prot=7)
            page.write({code!r})
            ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        """,
    )

    assert (told.ended.how, told.ended.detail) == (End.SIGNAL, "SIGSYS")


@pytest.mark.parametrize(
    "attempt",
    [
        "os.fork()",
        "os.posix_spawn('/usr/bin/true', ['true'], {})",
        "subprocess.run(['/usr/bin/true'])",
        "multiprocessing.get_context('fork').Process(target=print).start()",
        "os.execv('/usr/bin/true', ['true'])",
    ],
)
def test_no_process_can_be_made(sandbox, attempt):
    told = ask(sandbox, f"import os, subprocess, multiprocessing\ndef answer(): {attempt}")

    assert told.raised in {"BlockingIOError", "PermissionError"}


def test_signals_reach_nobody_else(sandbox):
    told = ask(
        sandbox,
        """
        import os, signal
        def answer():
            for target in (0, -1, 1, os.getpgrp()):
                for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
                    try: os.kill(target, number)
                    except ProcessLookupError: pass
            print("alive")
        """,
    )

    assert (told.printed, told.ended.how) == ("alive\n", End.DONE)
    assert ask(sandbox, "def answer(): print('so is the next')").printed == "so is the next\n"


def test_it_cannot_lift_its_limits_or_outlive_its_parent(sandbox):
    told = ask(
        sandbox,
        """
        import ctypes, resource
        def answer():
            for name in ("AS", "CPU", "NPROC", "FSIZE", "NOFILE"):
                try: resource.setrlimit(getattr(resource, "RLIMIT_" + name), (-1, -1)); print("lifted", name)
                except (OSError, ValueError): pass
            print(ctypes.CDLL(None).prctl(1, 0, 0, 0, 0))
        """,
    )

    assert told.printed == "-1\n"


def test_it_has_no_capability(sandbox):
    told = ask(
        sandbox,
        """
        import ctypes
        def answer():
            header = (ctypes.c_uint32 * 2)(0x20080522, 0)
            sets = (ctypes.c_uint32 * 6)(*[7] * 6)
            print(ctypes.CDLL(None).capget(header, sets), list(sets))
        """,
    )

    assert told.printed == "0 [0, 0, 0, 0, 0, 0]\n"


def test_what_is_not_its_own_cannot_be_written(sandbox):
    told = ask(
        sandbox,
        """
        import os, numpy
        def answer():
            for path in ("/", "/usr/lib", "/runtime", "/runtime/numpy", "/dev", "/proc", "/allclose"):
                try: open(path + "/mine", "w"); print(path)
                except OSError: pass
        """,
    )

    assert (told.printed, told.ended.how) == ("", End.DONE)
