"""Extended headers of a tar: what they say about the member that follows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.errors import ArchiveRefused

RECORDS = 256
DIGITS = re.compile(rb"([0-9]{1,8}) ")
DAMAGED = "An extended header of the archive is damaged. Pack it again with plain `tar`."


@dataclass(frozen=True)
class PaxRecords:
    """What extension headers said so far; None and False where they said nothing."""

    name: str | None = None
    size: int | None = None
    sparse: bool = False

    def followed_by(self, later: "PaxRecords") -> "PaxRecords":
        """These records, with what a later header says in their place."""
        return PaxRecords(
            name=self.name if later.name is None else later.name,
            size=self.size if later.size is None else later.size,
            sparse=self.sparse or later.sparse,
        )

    def applied_to(self, name: str, size: int) -> tuple[str, int, bool]:
        """The name and size of the member, and whether it is sparse, given what its own header says."""
        return (
            name if self.name is None else self.name,
            size if self.size is None else self.size,
            self.sparse,
        )


def read_pax(body: bytes, *, everywhere: bool) -> PaxRecords:
    """Read `length key=value` records; those that change nothing we read are passed over.

    everywhere: the header holds for all members after it, so it may only carry comments (git writes
    one with the commit). Raises ArchiveRefused when it is damaged or names every member at once.
    """
    records = dict(_records(body))
    sparse = any(key.startswith(b"GNU.sparse.") for key in records)
    if everywhere and (sparse or records.keys() & {b"path", b"size"}):
        raise ArchiveRefused(
            "The archive gives all its members one name or size. Pack it again with plain `tar`."
        )
    try:
        name = records[b"path"].decode() if b"path" in records else None
        size = int(records[b"size"]) if b"size" in records else None
    except ValueError as error:
        raise ArchiveRefused(DAMAGED) from error
    if size is not None and size < 0:
        raise ArchiveRefused(DAMAGED)
    return PaxRecords(name, size, sparse)


def _records(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(RECORDS):
        if at == len(body):
            return
        digits = DIGITS.match(body, at)
        length = int(digits[1]) if digits else 0
        record = body[digits.end() : at + length] if digits else b""
        key, equals, value = record[:-1].partition(b"=")
        if not equals or not record.endswith(b"\n") or at + length > len(body):
            raise ArchiveRefused(DAMAGED)
        yield key, value
        at += length
    raise ArchiveRefused(
        "An extended header of the archive says more than a file needs. Pack it again with plain `tar`."
    )
