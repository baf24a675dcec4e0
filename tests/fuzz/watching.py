"""What must not happen while malformed bytes are read: a file written elsewhere, a process, memory, a hang.

Python tells a hook of every file that it opens and every process that it starts, whoever asks for it.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NAMELESS = os.O_TMPFILE & ~os.O_DIRECTORY
CHANGES = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown")
STARTS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen")
SECONDS = 10.0
"""What one malformed input may take, whatever else the machine does; most take milliseconds."""
MEMORY_MB = 320
"""What a run may add to the process's memory at its peak: an archive of 32 MiB may hold 64, and a bundle
128 and 256; the inputs here are of a few MiB and swell up to those bounds."""


@dataclass
class Watch:
    """What has been seen. allowed: the folder where the server keeps its files. found: a run in a line.

    others: threads that ran before, such as those of boxes that other tests have open.
    """

    allowed: Path
    others: frozenset[int] = field(default_factory=lambda: frozenset(running_threads()))
    seen: list[str] = field(default_factory=list)
    longest: float = 0.0
    count: int = 0
    found: str = ""

    @contextmanager
    def one(self) -> Iterator[None]:
        """Watch one input being read."""
        began = time.monotonic()
        with _hook.telling(self):
            yield
        self.longest = max(self.longest, time.monotonic() - began)
        self.count += 1
        assert self.seen == []
        assert self.longest < SECONDS

    def tell(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Judge one event of Python's own."""
        if threading.get_ident() in self.others:
            return
        if event in STARTS:
            self.seen.append(f"{event} {arguments!r}")
        elif event == "open":
            path, _, flags = arguments
            if flags & WRITES and not flags & NAMELESS and not self._is_ours(path):
                self.seen.append(f"open {path!r}")
        elif event in CHANGES:
            paths = [one for one in arguments if isinstance(one, str | bytes | Path)]
            self.seen += [f"{event} {path!r}" for path in paths if not self._is_ours(path)]

    def _is_ours(self, path: str | bytes | Path | int) -> bool:
        if isinstance(path, int):
            return True
        return Path(os.path.realpath(os.fsdecode(path))).is_relative_to(self.allowed)


def running_threads() -> set[int]:
    """The threads that run now, less the one that asks."""
    return {thread.ident for thread in threading.enumerate() if thread.ident} - {threading.get_ident()}


class _Hook:
    """Python's hooks cannot be taken away again: this one is added once, and tells whoever watches."""

    def __init__(self) -> None:
        self._watch: Watch | None = None
        self._added = False

    @contextmanager
    def telling(self, watch: Watch) -> Iterator[None]:
        if not self._added:
            sys.addaudithook(self._hear)
            self._added = True
        self._watch = watch
        try:
            yield
        finally:
            self._watch = None

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._watch is not None:
            self._watch.tell(event, arguments)


_hook = _Hook()


@contextmanager
def watching(allowed: Path) -> Iterator[Watch]:
    """Watch a run: at its end the peak of memory must have stayed within its bound."""
    _forget_peak()
    before = _memory("VmHWM")
    watch = Watch(allowed.resolve())
    yield watch
    grown = (_memory("VmHWM") - before) >> 10
    assert grown < MEMORY_MB, f"the process grew by {grown} MiB"
    watch.found = f"{watch.count:,} inputs, the slowest {watch.longest:.2f} s, memory +{grown} MiB"


def _forget_peak() -> None:
    # Where the kernel does not let us, the peak of an earlier run counts for this one, and hides nothing new.
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _memory(name: str) -> int:
    """A size of this process in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
