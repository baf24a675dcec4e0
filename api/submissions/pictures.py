"""Pictures told by their first bytes, with the size that a browser would make of them.

Nothing is decoded here, and nothing that a browser could run is a picture: no SVG. Sources: PNG (ISO 15948,
section 11.2.2), GIF89a (sections 18 and 20), JPEG (ITU T.81, annex B), WebP (RFC 9649).
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

MOST_PIXELS = 40_000_000
"""A larger one takes its viewer's memory: 160 MB at four bytes a pixel."""

MOST_STEPS = 10_000
"""Segments that are passed over in search of a size; whoever hides it behind more has no picture."""

Size = tuple[int, int]


@dataclass(frozen=True)
class Picture:
    """What a browser is told of a picture before it decodes it."""

    media_type: str
    width: int
    height: int


def picture_of(data: bytes) -> Picture | None:
    """The picture in some bytes; None for anything else, and for one that is too large to be shown."""
    for head, media_type, size_of in KINDS:
        if data.startswith(head):
            try:
                width, height = size_of(data)
            except (struct.error, IndexError):
                return None
            fits = width and height and width * height <= MOST_PIXELS
            return Picture(media_type, width, height) if fits else None
    return None


def _png(data: bytes) -> Size:
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" else (0, 0)


def _gif(data: bytes) -> Size:
    """The screen, or the first frame where that is larger: browsers enlarge the one to the other."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _palette(flags)
    for _ in range(MOST_STEPS):
        if data[at] == 0x2C:
            left, top, wide, high = struct.unpack_from("<HHHH", data, at + 1)
            return max(width, left + wide), max(height, top + high)
        # An extension begins with two bytes; after it, and between its blocks, stand their lengths.
        at += 2 if data[at] == 0x21 else data[at] + 1
    return 0, 0


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _jpeg(data: bytes) -> Size:
    """The size in the frame header, past whatever segments come before it."""
    at = 2
    for _ in range(MOST_STEPS):
        marker = data[at + 1]
        if data[at] != 0xFF:
            break
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return 0, 0


def _webp(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


KINDS: tuple[tuple[bytes, str, Callable[[bytes], Size]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png", _png),
    (b"GIF87a", "image/gif", _gif),
    (b"GIF89a", "image/gif", _gif),
    (b"\xff\xd8\xff", "image/jpeg", _jpeg),
    (b"RIFF", "image/webp", _webp),
)
