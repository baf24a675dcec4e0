"""Files by digest on this machine's disk, up to a size. All of it may vanish at any time."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import structlog

from graders.files import write_whole

FULL_ENOUGH = 0.8
"""How full a folder is left that had grown too large."""

log = structlog.get_logger()


class Shelf:
    """A folder of files named by their digests; the least recently read go first when it grows too large.

    Safe for threads and processes. A disk that is full, or a file that was damaged, costs time only.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._added = max_bytes  # unknown what is there: look before anything is added
        self._lock = Lock()

    def get(self, digest: str) -> bytes | None:
        """The bytes of this digest; None when they are not here as they should be."""
        path = self._folder / digest
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data if digest_of(data) == digest else None

    def put(self, digest: str, data: bytes) -> None:
        """Keep these bytes, if there is room."""
        with self._lock:
            self._added += len(data)
            if self._added > self._max_bytes * (1 - FULL_ENOUGH):
                self._added = 0
                prune(self._folder, int(self._max_bytes * FULL_ENOUGH) - len(data))
        try:
            write_whole(self._folder / digest, data)
        except OSError as error:
            log.warning("not kept on disk", folder=str(self._folder), error=str(error))


def digest_of(data: bytes) -> str:
    """The BLAKE2b-256 digest, in hex, that names these bytes."""
    return blake2b(data, digest_size=32).hexdigest()


def prune(folder: Path, max_bytes: int) -> None:
    """Remove the files that were not used for longest, if there is more than this in the folder."""
    files = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):
                status = entry.stat()
                files.append((status.st_mtime, status.st_size, entry.path))
    total = sum(size for _, size, _ in files)
    if total <= max_bytes:
        return
    for _, size, path in sorted(files):
        with suppress(OSError):
            Path(path).unlink()
            total -= size
        if total <= max_bytes * FULL_ENOUGH:
            return
