"""The files in which a machine tells of itself, read so that nothing which is missing is an error."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Files:
    """Those below a root; tests make up a machine below a folder."""

    root: Path = Path("/")

    def text(self, path: str) -> str | None:
        """What a file says, without the space around it; None where it cannot be read."""
        try:
            return (self.root / path.lstrip("/")).read_text(encoding="utf-8", errors="replace").strip()
        except (OSError, ValueError):
            return None

    def number(self, path: str) -> int | None:
        """The first word of a file where that is a whole number, else None."""
        words = (self.text(path) or "").split()
        return int(words[0]) if words and words[0].removeprefix("-").isdecimal() else None

    def field(self, path: str, key: str) -> str | None:
        """What a file of lines `key: value` says of a key; None where it says nothing."""
        lines = (line.partition(":") for line in (self.text(path) or "").splitlines())
        return next((value.strip() for name, _, value in lines if name.strip() == key), None)

    def limit(self, name: str) -> str | None:
        """A limit of this process as the kernel lists it: its soft value, its hard one, and of what."""
        lines = (self.text("proc/self/limits") or "").splitlines()
        return next((line.removeprefix(name).strip() for line in lines if line.startswith(name)), None)

    def has(self, path: str) -> bool:
        """Whether there is a file or folder of this name, as far as we may see."""
        try:
            return (self.root / path.lstrip("/")).exists()
        except OSError:
            return False

    def space(self, path: str) -> tuple[int, int] | None:
        """Bytes that are free for us and bytes in all of the file system at this path; None if untold."""
        try:
            told = os.statvfs(self.root / path.lstrip("/"))
        except (OSError, ValueError):
            return None
        return told.f_bavail * told.f_frsize, told.f_blocks * told.f_frsize


HERE = Files()
