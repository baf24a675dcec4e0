"""From bytes to members, whatever the packing."""

from collections.abc import Callable, Iterator

from graders.archive.entry import Entry
from graders.archive.expand import expand
from graders.archive.limits import ArchiveLimits, Meter, in_mib
from graders.archive.looks import TAR_OR_ZIP, what_it_is
from graders.archive.reader import Reader
from graders.archive.tar import is_tar, tar_entries
from graders.archive.zip import zip_entries
from graders.errors import ArchiveRefused

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
HEAD = 4096


def nothing(name: str) -> bool:
    """Skips no member."""
    return False


def read_entries(data: bytes, limits: ArchiveLimits, skip: Callable[[str], bool] = nothing) -> list[Entry]:
    """All members of a tar (plain, gzip, bzip2, xz) or zip, told by content.

    skip: names whose data are not wanted; their entries come without. Names are as the archive gives
    them; `plain_files` judges them. Raises ArchiveRefused for anything that is not a whole and honest
    archive within the limits.
    """
    if not data:
        raise ArchiveRefused(f"The upload is empty. {TAR_OR_ZIP}")
    if len(data) > limits.packed_bytes:
        raise ArchiveRefused(
            f"The archive is {in_mib(len(data))} large; at most {in_mib(limits.packed_bytes)} are read. "
            "Leave out data sets, saved models and environments."
        )
    return list(_entries(data, limits, skip))


def _entries(data: bytes, limits: ArchiveLimits, skip: Callable[[str], bool]) -> Iterator[Entry]:
    if data.startswith(ZIPS):
        return zip_entries(data, limits, skip)
    reader = Reader(expand(data, Meter(len(data), limits)))
    head = reader.peek(HEAD)
    if not is_tar(head):
        raise ArchiveRefused(_no_tar(data, head))
    return tar_entries(reader, limits, skip)


def _no_tar(data: bytes, head: bytes) -> str:
    inside = what_it_is(head)
    if head == data[:HEAD]:
        return f"This is no archive that is read here, but {inside}. {TAR_OR_ZIP}"
    return f"This is {what_it_is(data)}, but inside there is no tar but {inside}. {TAR_OR_ZIP}"
