"""One member of an archive, before its name is judged."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a member says it is."""

    FILE = "a file"
    FOLDER = "a folder"
    SYMLINK = "a symbolic link"
    HARDLINK = "a hard link"
    DEVICE = "a device"
    FIFO = "a named pipe"
    SPARSE = "a sparse file"
    OTHER = "of a kind that is no file"


@dataclass(frozen=True)
class Entry:
    """A member: the name as the archive gives it, its kind, and its bytes (of files only)."""

    name: str
    kind: Kind
    data: bytes = b""
