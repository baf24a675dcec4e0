"""What a store of blobs promises, whichever it is, and what can go wrong with one.

GraderFault
├── BlobMissing      the digest names nothing here
├── BlobDamaged      the bytes are not those that were stored
└── BlobsAway        files cannot be read or written now; nothing is known of any of them
    └── BlobsRefused the store answers, and will not have us: somebody must mend the settings or the store
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Protocol

from graders.errors import GraderFault

_DIGEST = re.compile(r"[0-9a-f]{64}")


class BlobMissing(GraderFault):
    """The bytes of this digest are not stored here."""


class BlobDamaged(GraderFault):
    """The stored bytes do not have the digest that they are stored under."""


class BlobsAway(GraderFault):
    """Files cannot be read or written now."""


class BlobsRefused(BlobsAway):
    """The store answers, and will not have us: there is no such bucket, or the key is not good enough."""


class BlobStore(Protocol):
    """Keeps bytes by their digest, until they are removed. Whatever it is asked, it may raise BlobsAway."""

    def put(self, data: bytes) -> str:
        """Store the bytes and return their digest; storing them again changes nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes of this digest. Raises BlobMissing, or BlobDamaged when they have changed."""
        ...

    def link(self, digest: str, seconds: int) -> str | None:
        """An address where anybody may fetch these bytes for so long; None where the store has no door.

        Whether there are such bytes is not looked up.
        """
        ...

    def remove(self, digest: str) -> None:
        """Forget the bytes of this digest; those that are not there are forgotten already."""
        ...

    def digests(self) -> Iterator[str]:
        """The digest of everything that is stored, in no order."""
        ...


def digest_of(data: bytes) -> str:
    """The BLAKE2b-256 digest, in hex, that names these bytes."""
    return blake2b(data, digest_size=32).hexdigest()


def is_digest(name: str) -> bool:
    """Whether a name could be a digest."""
    return _DIGEST.fullmatch(name) is not None


def place_of(digest: str) -> str:
    """Where a blob lies in its store, whichever that is: a store can be moved by copying its tree.

    The folder is the digest's first byte, since a folder of many thousand files is slow to list. Raises
    BlobMissing for what is no digest.
    """
    if not is_digest(digest):
        raise BlobMissing(f"{digest!r} is not a digest.")
    return f"{digest[:2]}/{digest}"


def checked(digest: str, data: bytes) -> bytes:
    """The bytes, if they have this digest. Raises BlobDamaged."""
    if digest_of(data) != digest:
        raise BlobDamaged(f"The file stored under the digest {digest} has changed since it was written.")
    return data
