"""Walks a zip by its central directory, believing nothing that it says about sizes.

Format: PKWARE's APPNOTE 6.3, sections 4.3 and 4.4. Members must lie one after another, each under the
name and checksum that the directory gives it, and inflate to exactly the size that it claims.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graders.archive.entry import Entry, Kind
from graders.archive.limits import ArchiveLimits, Meter, in_mib
from graders.archive.names import shown
from graders.archive.zipped import DAMAGED, Record, directory
from graders.errors import ArchiveRefused

LOCAL = struct.Struct("<4s5H3I2H")
STORED, DEFLATED = 0, 8
METHODS = {9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz", 98: "PPMd", 99: "AES"}
ENCRYPTED = 0x0001 | 0x0040 | 0x2000


@dataclass(frozen=True)
class Zip:
    """A zip's bytes, where its members must end, and what bounds them."""

    data: bytes
    limits: ArchiveLimits
    meter: Meter


def zip_entries(data: bytes, limits: ArchiveLimits, skip: Callable[[str], bool]) -> Iterator[Entry]:
    """The members in the order of their bytes; those whose name `skip` knows are not inflated."""
    archive = Zip(data, limits, Meter(len(data), limits))
    records, end = directory(data, limits.members)
    starts = [*(record.offset for record in records), end]
    for record, following in zip(records, starts[1:], strict=True):
        packed = _packed(archive, record, following)
        if record.kind is not Kind.FILE or skip(record.name):
            yield Entry(record.name, record.kind)
        else:
            yield Entry(record.name, record.kind, _expanded(archive, record, packed))


def _packed(archive: Zip, record: Record, end: int) -> memoryview:
    """The member's bytes as stored; raises ArchiveRefused when they overlap the next member's."""
    name = shown(record.name)
    if record.offset + LOCAL.size > end:
        raise ArchiveRefused(f"{name} lies over another member. {DAMAGED}")
    magic, *_, name_size, extra_size = LOCAL.unpack_from(archive.data, record.offset)
    start = record.offset + LOCAL.size
    if magic != b"PK\x03\x04" or archive.data[start : start + name_size] != record.raw_name:
        raise ArchiveRefused(f"{name} is called something else in its own header. {DAMAGED}")
    start += name_size + extra_size
    if start + record.packed > end:
        raise ArchiveRefused(f"{name} lies over another member. {DAMAGED}")
    return memoryview(archive.data)[start : start + record.packed]


def _expanded(archive: Zip, record: Record, packed: memoryview) -> bytes:
    name = shown(record.name)
    if record.flags & ENCRYPTED:
        raise ArchiveRefused(f"{name} is encrypted. Make a zip without a password.")
    if record.method not in (STORED, DEFLATED):
        method = METHODS.get(record.method, f"method {record.method}")
        raise ArchiveRefused(f"{name} is compressed by {method}. Make an ordinary zip (deflate), or a tar.")
    if record.size > archive.limits.file_bytes:
        most = in_mib(archive.limits.file_bytes)
        raise ArchiveRefused(f"{name} is {in_mib(record.size)} large; at most {most} are read. Leave it out.")
    archive.meter.add(record.size)
    data = bytes(packed) if record.method == STORED else _inflated(packed, record.size, name)
    if len(data) != record.size or zlib.crc32(data) != record.crc:
        raise ArchiveRefused(f"{name} is not what the zip's directory says of it. {DAMAGED}")
    return data


def _inflated(packed: memoryview, size: int, name: str) -> bytes:
    decoder = zlib.decompressobj(wbits=-15)
    try:
        # One byte more than claimed is enough to catch a lie, and is all that is ever allocated.
        data = decoder.decompress(packed, size + 1)
    except zlib.error as error:
        raise ArchiveRefused(f"{name} is damaged. {DAMAGED}") from error
    if len(data) <= size and not decoder.eof:
        raise ArchiveRefused(f"{name} breaks off before its end. {DAMAGED}")
    return data
