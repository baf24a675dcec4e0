"""The kernel's files of control groups: the only place that touches them."""

import os
from pathlib import Path


class KernelTree:
    """Folders that are groups. Tests put a made-up tree in its place."""

    def make(self, folder: Path) -> None:
        """Make a group, or take over one that is there."""
        folder.mkdir(exist_ok=True)

    def remove(self, folder: Path) -> None:
        """Remove an empty group; raises OSError while a process is in it."""
        folder.rmdir()

    def read(self, file: Path) -> str:
        """What a file of a group says."""
        return file.read_text(encoding="ascii")

    def write(self, file: Path, text: str) -> None:
        """Set something, in a single write; the kernel makes the files, never we."""
        descriptor = os.open(file, os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)

    def has(self, file: Path) -> bool:
        """Whether this kernel offers the file."""
        return file.exists()

    def writable(self, folder: Path) -> bool:
        """Whether we may make groups in it and move processes there."""
        return os.access(folder, os.W_OK | os.X_OK) and os.access(folder / "cgroup.procs", os.W_OK)


def keyed(text: str, key: str) -> int:
    """The number after a key in a file of lines `key number`; 0 where there is no such key."""
    pairs = (line.split() for line in text.splitlines())
    return next((int(pair[1]) for pair in pairs if pair[0] == key), 0)
