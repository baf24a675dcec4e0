"""Walks a tar: old V7, POSIX ustar and pax, and GNU long names.

Formats: POSIX.1-2017, `pax`, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual,
"Basic Tar Format". Everything that is neither a file nor a folder comes out as an Entry of its kind.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graders.archive.entry import Entry, Kind
from graders.archive.limits import ArchiveLimits, in_mib
from graders.archive.names import shown
from graders.archive.pax import PaxRecords, read_pax
from graders.archive.reader import Reader
from graders.errors import ArchiveRefused

BLOCK = 512
EXTENSION_BYTES = 64 * 1024
OCTAL = re.compile(rb" *([0-7]*)[ \0]*")
KINDS = {
    b"\0": Kind.FILE,
    b"0": Kind.FILE,
    b"7": Kind.FILE,
    b"1": Kind.HARDLINK,
    b"2": Kind.SYMLINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"5": Kind.FOLDER,
    b"6": Kind.FIFO,
    b"S": Kind.SPARSE,
}
WITHOUT_DATA = (Kind.HARDLINK, Kind.SYMLINK, Kind.DEVICE, Kind.FOLDER, Kind.FIFO)
EXTENSIONS = b"xXgLK"


@dataclass(frozen=True)
class Header:
    """One 512-byte header."""

    name: str
    size: int
    flag: bytes

    @property
    def kind(self) -> Kind:
        """What the member says it is; in the oldest tars only a last `/` tells a folder."""
        if self.flag == b"\0" and self.name.endswith("/"):
            return Kind.FOLDER
        return KINDS.get(self.flag, Kind.OTHER)


def is_tar(head: bytes) -> bool:
    """Whether the first block is a tar's: a header with a right checksum, or the end of an empty tar."""
    block = head[:BLOCK]
    return len(block) == BLOCK and (not any(block) or _checksum_holds(block))


def tar_entries(reader: Reader, limits: ArchiveLimits, skip: Callable[[str], bool]) -> Iterator[Entry]:
    """The members in order; the data of those whose name `skip` knows are passed over, not held."""
    said = PaxRecords()
    for count, header in enumerate(_headers(reader)):
        if count >= limits.members:
            raise ArchiveRefused(
                f"The archive has more than {limits.members} members. Leave out what is no work."
            )
        if header.flag in EXTENSIONS:
            said = said.followed_by(_read_extension(reader, header))
            continue
        yield _read_entry(reader, said.applied_to(header.name, header.size), header, limits, skip)
        said = PaxRecords()


def _headers(reader: Reader) -> Iterator[Header]:
    while any(block := reader.take(BLOCK, "its list of members")):
        yield _read_header(block)
    for chunk in reader.rest():
        if any(chunk):
            raise ArchiveRefused(
                "Something follows the end of the archive, as when two are joined. Pack all into a new one."
            )


def _read_header(block: bytes) -> Header:
    if not _checksum_holds(block):
        raise ArchiveRefused("A header of the archive is damaged. Pack and upload it again.")
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345]:
        name = f"{_text(block[345:500])}/{name}"
    return Header(name, _number(block[124:136], name), block[156:157])


def _read_extension(reader: Reader, header: Header) -> PaxRecords:
    if header.size > EXTENSION_BYTES:
        raise ArchiveRefused(
            "A header of the archive is larger than any name needs. Pack it again with plain `tar`."
        )
    body = reader.take(_padded(header.size), "a header")[: header.size]
    if header.flag == b"L":
        return PaxRecords(name=_text(body))
    return PaxRecords() if header.flag == b"K" else read_pax(body, everywhere=header.flag == b"g")


def _read_entry(
    reader: Reader,
    named: tuple[str, int, bool],
    header: Header,
    limits: ArchiveLimits,
    skip: Callable[[str], bool],
) -> Entry:
    name, size, sparse = named
    kind = Kind.SPARSE if sparse else header.kind
    size = 0 if kind in WITHOUT_DATA else size
    if kind is not Kind.FILE or skip(name):
        reader.skip(_padded(size), shown(name))
        return Entry(name, kind)
    if size > limits.file_bytes:
        raise ArchiveRefused(
            f"{shown(name)} is {in_mib(size)} large; at most {in_mib(limits.file_bytes)} are read. "
            "Leave it out."
        )
    data = reader.take(size, shown(name))
    reader.skip(_padded(size) - size, shown(name))
    return Entry(name, kind, data)


def _checksum_holds(block: bytes) -> bool:
    told = OCTAL.fullmatch(block[148:156])
    # The field itself counts as eight spaces.
    return told is not None and int(told[1] or b"0", 8) == sum(block) - sum(block[148:156]) + 8 * ord(" ")


def _number(field: bytes, name: str) -> int:
    if field[0] == 0x80:  # GNU's way to write large numbers: a mark, then big-endian bytes
        return int.from_bytes(field[1:])
    if (octal := OCTAL.fullmatch(field)) is None:
        raise ArchiveRefused(
            f"{shown(name)} has a size that is no number. Pack and upload the archive again."
        )
    return int(octal[1] or b"0", 8)


def _text(field: bytes) -> str:
    raw = field.split(b"\0", 1)[0]
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        name = shown(raw.decode(errors="replace"))
        raise ArchiveRefused(f"{name} has a name that is not UTF-8. Rename it with plain letters.") from error


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
