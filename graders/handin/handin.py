"""The handin: plain files, and nothing of the archive they came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType

import msgspec

from graders.errors import GraderFault


@dataclass(frozen=True)
class Handin:
    """A student's files by normalized path, and what was noted while reading them.

    Two handins are equal when their files are, whatever archive and order they came in; the notes are
    sentences for the student and no part of that.
    """

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """BLAKE2b-256 of what `pack` gives, in hex."""
        return blake2b(self.pack(), digest_size=32).hexdigest()

    def pack(self) -> bytes:
        """The files in one canonical form: a msgpack map of path → bytes, sorted by path."""
        return msgspec.msgpack.encode(dict(self.files))

    @classmethod
    def unpack(cls, packed: bytes) -> "Handin":
        """The handin that `pack` packed, without notes. Raises GraderFault for anything else."""
        try:
            return cls(msgspec.msgpack.decode(packed, type=dict[str, bytes]))
        except msgspec.MsgspecError as error:
            raise GraderFault(f"A stored handin cannot be read: {error}") from error
