"""The central directory of a zip: one record a member."""

import stat
import struct
from dataclasses import dataclass

from graders.archive.entry import Kind
from graders.errors import ArchiveRefused

END = struct.Struct("<4s4H2IH")
CENTRAL = struct.Struct("<4s6H3I5H2I")
UTF8 = 0x0800
DAMAGED = "The zip is damaged or made to mislead; make and upload it again."
MODES = {
    stat.S_IFDIR: Kind.FOLDER,
    stat.S_IFLNK: Kind.SYMLINK,
    stat.S_IFBLK: Kind.DEVICE,
    stat.S_IFCHR: Kind.DEVICE,
    stat.S_IFIFO: Kind.FIFO,
    stat.S_IFREG: Kind.FILE,
    0: Kind.FILE,
}


@dataclass(frozen=True)
class Record:
    """What the directory says of one member; sizes are claims."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int

    @property
    def name(self) -> str:
        """UTF-8, as all programs of today write it, with or without saying so; else the DOS code page."""
        try:
            return self.raw_name.decode()
        except UnicodeDecodeError:
            return self.raw_name.decode("cp437")

    @property
    def kind(self) -> Kind:
        """By the name for folders, else by the Unix mode where there is one."""
        kind = MODES.get(stat.S_IFMT(self.mode), Kind.OTHER)
        return Kind.FOLDER if kind is Kind.FILE and self.raw_name.endswith(b"/") and not self.size else kind


def directory(data: bytes, most: int) -> tuple[list[Record], int]:
    """The records in the order of their members' bytes, and where the directory starts.

    Raises ArchiveRefused for damage, for more than `most` members, for a zip in several parts, one
    with other bytes before or after it, and the 64-bit form, which no handin is large enough to need.
    """
    disk, disk_start, here, count, size, start, comment = _end_record(data)
    if 0xFFFF in (disk, count) or 0xFFFFFFFF in (size, start):
        raise ArchiveRefused(
            "The zip is in the 64-bit form, for archives of many gigabytes. Make a plain one, or a tar."
        )
    if disk or disk_start or here != count:
        raise ArchiveRefused("The zip is one part of several. Make it in one piece.")
    if start + size + END.size + comment != len(data):
        raise ArchiveRefused(f"There are bytes before or after the zip that do not belong to it. {DAMAGED}")
    if count > most:
        raise ArchiveRefused(f"The archive has more than {most} members. Leave out what is no work.")
    records = _records(data[start : start + size], count)
    return sorted(records, key=lambda record: record.offset), start


def _end_record(data: bytes) -> tuple[int, int, int, int, int, int, int]:
    at = data.rfind(b"PK\x05\x06", -END.size - 0xFFFF)
    if at < 0 or at + END.size > len(data):
        raise ArchiveRefused("The zip breaks off before its end. Upload the whole of it again.")
    _, disk, disk_start, here, count, size, start, comment = END.unpack_from(data, at)
    return disk, disk_start, here, count, size, start, comment


def _records(body: bytes, count: int) -> list[Record]:
    records, at = [], 0
    for _ in range(count):
        if at + CENTRAL.size > len(body):
            raise ArchiveRefused(f"The zip's directory is too short. {DAMAGED}")
        magic, _, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset = (
            CENTRAL.unpack_from(body, at)
        )
        at += CENTRAL.size
        raw_name = body[at : at + lengths[0]]
        at += sum(lengths)
        if magic != b"PK\x01\x02" or at > len(body):
            raise ArchiveRefused(f"The zip's directory is damaged. {DAMAGED}")
        records.append(Record(raw_name, flags, method, crc, packed, size, attributes >> 16, offset))
    if at != len(body):
        raise ArchiveRefused(f"The zip's directory is longer than its members. {DAMAGED}")
    return records
