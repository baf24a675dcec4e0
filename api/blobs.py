"""Stored bytes, named by their digest: handins, archives, bundles, starter kits."""

import os
import re
import tempfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from graders.errors import GraderFault

_DIGEST = re.compile(r"[0-9a-f]{64}")


class BlobMissing(GraderFault):
    """The bytes of this digest are not stored here."""


class BlobDamaged(GraderFault):
    """The stored bytes do not have the digest that they are stored under."""


def digest_of(data: bytes) -> str:
    """The BLAKE2b-256 digest, in hex, that names these bytes."""
    return blake2b(data, digest_size=32).hexdigest()


class BlobStore(Protocol):
    """Keeps bytes by their digest, for ever."""

    def put(self, data: bytes) -> str:
        """Store the bytes and return their digest; storing them again changes nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes of this digest. Raises BlobMissing, or BlobDamaged when they have changed."""
        ...


class FileBlobStore:
    """A folder of files, each named by its digest, in 256 folders named by the digest's first byte."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Store the bytes. After a crash at any moment the file is there whole, or not at all."""
        digest = digest_of(data)
        target = self._path(digest)
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            _write_whole(target, data)
        return digest

    def get(self, digest: str) -> bytes:
        """Read the bytes and check that they are what was stored."""
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(f"No file is stored under the digest {digest}.") from None
        if digest_of(data) != digest:
            raise BlobDamaged(f"The file stored under the digest {digest} has changed since it was written.")
        return data

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise BlobMissing(f"{digest!r} is not a digest.")
        return self._folder / digest[:2] / digest


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
