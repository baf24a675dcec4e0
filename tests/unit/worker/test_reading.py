import pytest

from graders.box import End
from graders.errors import SandboxFault
from worker.sandbox.reading import Exit, name_exit


@pytest.mark.parametrize(
    ("exited", "how", "detail"),
    [
        (Exit(3 << 8), End.EXIT, "exit status 3"),
        (Exit(11), End.SIGNAL, "SIGSEGV"),
        (Exit(11 | 0x80), End.SIGNAL, "SIGSEGV"),
        (Exit(63), End.SIGNAL, "signal 63"),
        (Exit(24, 5.0), End.CPU, "used more than 5 seconds of processor time"),
        (Exit(9, 4.99), End.CPU, "used more than 5 seconds of processor time"),
        (Exit(9, 0.1), End.MEMORY, "killed by the kernel, most likely for memory"),
        (Exit(9, 0.1, memory_kills=1), End.MEMORY, "killed by the kernel, for memory"),
    ],
)
def test_an_exit_that_was_not_ours_has_a_name(exited: Exit, how: End, detail: str):
    assert name_exit(exited, cpu_limit=5) == (how, detail)


def test_a_kill_that_was_neither_ours_nor_the_kernels_is_our_fault():
    with pytest.raises(SandboxFault, match="killed from outside its box"):
        name_exit(Exit(9, 0.1, memory_kills=0), cpu_limit=5)
