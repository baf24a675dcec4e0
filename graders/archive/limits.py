"""How large an archive may be, and the meter that stops an expansion while it runs."""

from dataclasses import dataclass

from graders.errors import ArchiveRefused

MIB = 1 << 20

RATIO_COUNTS_FROM = 4 * MIB
"""Small archives of repetitive text compress beyond any honest ratio; only large ones are bombs."""


@dataclass(frozen=True)
class ArchiveLimits:
    """Bounds on one archive. Sizes are in bytes, names in bytes of UTF-8, depth in folders."""

    packed_bytes: int = 32 * MIB
    expanded_bytes: int = 64 * MIB
    file_bytes: int = 32 * MIB
    ratio: int = 200
    members: int = 10_000
    name_bytes: int = 240
    depth: int = 16


def in_mib(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size / MIB:.3g} MiB"


class Meter:
    """Counts the bytes that come out of a decompressor."""

    def __init__(self, packed: int, limits: ArchiveLimits) -> None:
        self.packed = packed
        self.limits = limits
        self.expanded = 0

    def add(self, size: int) -> None:
        """Count `size` more bytes; raises ArchiveRefused at the first that is too many."""
        self.expanded += size
        if self.expanded > self.limits.expanded_bytes:
            raise ArchiveRefused(
                f"The archive holds more than {in_mib(self.limits.expanded_bytes)}. Leave out data sets, "
                "saved models and environments, and pack it again."
            )
        if self.expanded > max(RATIO_COUNTS_FROM, self.limits.ratio * self.packed):
            raise ArchiveRefused(
                f"The archive expands to more than {self.limits.ratio} times its size, as no real work does. "
                "Look for a file of endless repetition, leave it out, and pack it again."
            )
