"""Blobs as files of this machine."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from api.blobs.store import BlobMissing, BlobsAway, checked, digest_of, is_digest, place_of


class FileBlobStore:
    """A folder of files, each named by its digest, in 256 folders named by the digest's first byte."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def check(self) -> None:
        """Try whether a file can be written. Raises BlobsAway."""
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder) as file:
                file.write(b"!")
        except OSError as error:
            raise BlobsAway(f"No file can be stored in {self._folder}: {error.strerror or error}.") from error

    def put(self, data: bytes) -> str:
        """Store the bytes. After a crash at any moment the file is there whole, or not at all."""
        digest = digest_of(data)
        target = self._folder / place_of(digest)
        try:
            if not target.exists():
                target.parent.mkdir(exist_ok=True)
                _write_whole(target, data)
        except OSError as error:
            raise BlobsAway(f"No file can be stored in {self._folder}: {error.strerror or error}.") from error
        return digest

    def get(self, digest: str) -> bytes:
        """Read the bytes and check that they are what was stored."""
        try:
            data = (self._folder / place_of(digest)).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(f"No file is stored under the digest {digest}.") from None
        return checked(digest, data)

    def link(self, digest: str, seconds: int) -> str | None:
        """None: the server itself must hand out its own files."""
        return None

    def remove(self, digest: str) -> None:
        """Forget the bytes of this digest. Raises BlobsAway."""
        try:
            (self._folder / place_of(digest)).unlink(missing_ok=True)
        except OSError as error:
            raise BlobsAway(f"The file of {digest} cannot be removed: {error.strerror}.") from error

    def digests(self) -> Iterator[str]:
        """Every stored digest; what a crash left half written has no digest for a name."""
        return (path.name for path in self._folder.glob("*/*") if is_digest(path.name))


def _write_whole(target: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        # Whoever stores the same bytes at this moment links the same content: either may win.
        with suppress(FileExistsError):
            os.link(file.name, target)
    _keep_names(target.parent)


def _keep_names(folder: Path) -> None:
    # A file's new name survives a power cut only once its folder is on the disk too.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
