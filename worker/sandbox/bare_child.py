"""What a bare box starts. It runs in the runtime's Python, where only `graders.inside` can be imported."""

import os
import resource
import sys
from pathlib import Path


def main(engine: str, device: str, frames_fd: int, memory_mb: int, files_mb: int, cpu_seconds: int) -> None:
    """Run the task that waits on standard input."""
    sys.path.append(engine)
    from graders.inside import harness

    harness.prepare()
    harness.prepare_device(device)
    message = sys.stdin.buffer.read()
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    # The handin's files are about to be cut from the message, and are not on the handin's account.
    _limit(memory_mb and (memory_mb << 20) + len(message), files_mb, cpu_seconds)
    harness.run(message, frames_fd)


def _limit(memory: int, files_mb: int, cpu_seconds: int) -> None:
    """Bound bytes of memory beyond what is in use now (0: do not), a file's size and processor time."""
    if memory:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _set(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
    _set(resource.RLIMIT_FSIZE, files_mb << 20)
    _set(resource.RLIMIT_CPU, cpu_seconds)
    _set(resource.RLIMIT_CORE, 1)  # a core dump of 1 byte is none, and goes to no program either


def _set(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (value, value))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
    os._exit(0)
