"""How process 1 of a container tells how its child ended, and how that is read."""

import signal

import pytest

from worker.sandbox.containers.container import _read_exit
from worker.sandbox.namespaces.inside.contained import tell_status


@pytest.mark.parametrize(
    ("status", "cpu_seconds", "read"),
    [
        (0, 0.1, 0),
        (3 << 8, 0.1, 3 << 8),
        (255 << 8, 0.1, 99 << 8),
        (signal.SIGSEGV, 0.1, signal.SIGSEGV),
        (signal.SIGKILL, 0.1, signal.SIGKILL),
        (signal.SIGKILL, 9.9, signal.SIGXCPU),
        (63, 0.1, 36),
    ],
)
def test_what_is_told_is_read(status, cpu_seconds, read):
    told = tell_status(status, cpu_seconds, allowed=10)

    assert told != 137  # that is process 1 itself, killed
    assert _read_exit(told).status == read
