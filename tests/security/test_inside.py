"""What a handin finds around itself in a box, and what a call that attacks are made of is told."""

import pytest

from graders.arrays import read_array
from tests.boxes import ask

CALLS = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
def answer():
    for call in {calls!r}:
        result = eval("libc." + call)
        print(call.partition("(")[0], errno.errorcode[ctypes.get_errno()] if result == -1 else result)
"""

LOUD = (
    "unshare(0x10000000)", "setns(0, 0)", "mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
    "umount2(b'/proc', 2)", "chroot(b'/tmp')", "ptrace(0, 0, 0, 0)",
    "process_vm_readv(1, None, 0, None, 0, 0)", "personality(0x40000)", "memfd_create(b'x', 0)",
    "shmget(0, 4096, 0o1600)", "semget(0, 1, 0o1600)", "msgget(0, 0o1600)", "mlockall(3)",
    "inotify_init1(0)", "fanotify_init(0, 0)", "setuid(0)", "setgid(0)",
    "sched_setaffinity(0, 8, b'\\x01' + b'\\x00' * 7)", "splice(0, None, 1, None, 1, 0)",
    "mknod(b'/tmp/device', 0o60600, 0x100)", "syscall(425, 1, None)", "syscall(434, 1, 0)",
    "syscall(438, 0, 0, 0)", "syscall(446, 0, 0)",
)  # fmt: skip
UNKNOWN = ("syscall(435, None, 0)", "syscall(470)", "syscall(9999)")


def told(sandbox, calls):
    return {line.split()[1] for line in ask(sandbox, CALLS.format(calls=calls)).printed.splitlines()}


def test_a_call_that_attacks_are_made_of_is_refused_loudly(sandbox):
    assert told(sandbox, LOUD) == {"EPERM"}


def test_a_call_that_nobody_thought_of_does_not_exist(sandbox):
    assert told(sandbox, UNKNOWN) == {"ENOSYS"}


@pytest.mark.parametrize(
    "attempt",
    [
        "os.fork()",
        "os.posix_spawn('/usr/bin/true', ['true'], {})",
        "subprocess.run(['/usr/bin/true'])",
        "multiprocessing.get_context('fork').Process(target=print).start()",
        "os.execv('/usr/bin/true', ['true'])",
        "socket.socket()",
    ],
)
def test_what_is_refused_is_a_plain_exception(sandbox, attempt):
    source = f"import os, subprocess, multiprocessing, socket\ndef answer(): {attempt}"

    assert ask(sandbox, source).raised in {"BlockingIOError", "PermissionError"}


def test_the_libraries_of_the_runtime_can_be_read(sandbox):
    source = """
        import os, numpy
        def answer(): print(all(os.listdir(path) for path in (os.path.dirname(numpy.__file__), "/usr/lib")))
        """

    assert ask(sandbox, source).printed == "True\n"


def test_a_handin_is_alone_and_has_no_environment(sandbox):
    source = """
        import os, sys
        def answer():
            print(os.getpid(), os.getppid(), dict(os.environ))
            print({name.split(".")[0] for name in sys.modules} & {"graders", "worker", "msgspec", "api"})
        """

    assert ask(sandbox, source).printed == "1 0 {}\nset()\n"


def test_no_descriptor_but_the_standard_ones_and_the_frames_is_open(sandbox):
    source = """
        import os
        def answer():
            for number in range(2000):
                try: os.fstat(number); print(number, end=" ")
                except OSError: pass
        """

    assert ask(sandbox, source).printed.split() == ["0", "1", "2", "4"]


def test_only_what_it_needs_of_the_machines_files_is_there(sandbox):
    source = """
        import os
        def answer():
            for path in ("/", "/etc", "/etc/passwd", "/var", "/home", "/root", "/sys", "/proc", "/proc/self",
                         "/allclose"):
                try: print(path, os.listdir(path) if os.path.isdir(path) else open(path).read())
                except OSError: pass
        """

    assert ask(sandbox, source).printed == ""


DRAW = """
import random, secrets
import numpy as np
def answer():
    print(random.random(), np.random.rand(), end=" ")
    return np.array([int(secrets.token_hex(4), 16), np.random.default_rng().integers(2**30)])
"""


def test_seeded_generators_give_the_same_in_every_job_of_the_same_seed(sandbox):
    first, again, other = (ask(sandbox, DRAW, seed=seed).printed for seed in (1, 1, 2))

    assert first == again
    assert not set(first.split()) & set(other.split())


def test_unseeded_generators_differ_between_jobs(sandbox):
    drawn = [read_array(ask(sandbox, DRAW).sent[0].npy).tolist() for _ in range(4)]

    assert len({number for pair in drawn for number in pair}) == 8
