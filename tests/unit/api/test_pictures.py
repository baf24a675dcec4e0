import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.submissions.pictures import KINDS, Picture, picture_of
from tests.fixtures.by_hand import png

SCREEN = struct.pack("<HHBBB", 30, 20, 0x80, 0, 0) + bytes(6)
COMMENT = b"\x21\xfe\x05hello\x00"


def frame(left: int, top: int, width: int, height: int) -> bytes:
    return b"\x2c" + struct.pack("<HHHHB", left, top, width, height, 0)


def jpeg(width: int, height: int, *segments: bytes) -> bytes:
    before = b"".join(b"\xff\xe1" + struct.pack(">H", len(each) + 2) + each for each in segments)
    return b"\xff\xd8" + before + b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3)


def webp(kind: bytes, content: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + struct.pack("<I", len(content)) + content


PICTURES = {
    "png": (png(24, 16), Picture("image/png", 24, 16)),
    "gif": (b"GIF89a" + SCREEN + COMMENT + frame(0, 0, 30, 20), Picture("image/gif", 30, 20)),
    "gif whose frame is larger than its screen": (
        b"GIF87a" + SCREEN + frame(10, 0, 60, 90),
        Picture("image/gif", 70, 90),
    ),
    "jpeg": (jpeg(640, 480, b"Exif" * 99, b"more"), Picture("image/jpeg", 640, 480)),
    "webp, lossy": (
        webp(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", 640, 480)),
        Picture("image/webp", 640, 480),
    ),
    "webp, lossless": (
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14)),
        Picture("image/webp", 640, 480),
    ),
    "webp, extended": (
        webp(b"VP8X", bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
        Picture("image/webp", 640, 480),
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_told_by_its_bytes_with_its_size(name: str) -> None:
    data, picture = PICTURES[name]
    assert picture_of(data) == picture


NONE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><img src=x>",
    "pdf": b"%PDF-1.4",
    "nothing": b"",
    "sound": b"RIFF\0\0\0\0WAVEfmt ",
    "png without a header": b"\x89PNG\r\n\x1a\n" + bytes(30),
    "png of no size": png(24, 16).replace(struct.pack(">II", 24, 16), struct.pack(">II", 24, 0)),
    "png bomb": png(24, 16).replace(struct.pack(">II", 24, 16), struct.pack(">II", 60_000, 60_000)),
    "jpeg bomb": jpeg(65_000, 65_000),
    "gif bomb": b"GIF89a" + SCREEN + frame(0, 0, 65_000, 65_000),
    "jpeg without a frame": b"\xff\xd8\xff\xd9",
    "jpeg of filling": b"\xff\xd8" + b"\xff" * 3_000_000,
    "gif of comments": b"GIF89a" + SCREEN + COMMENT * 300_000,
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_picture_or_too_large_to_be_shown_is_none(name: str) -> None:
    assert picture_of(NONE[name]) is None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([head for head, _, _ in KINDS]), st.binary(max_size=200))
def test_no_bytes_at_all_make_it_stumble(head: bytes, rest: bytes) -> None:
    picture = picture_of(head + rest)
    assert picture is None or picture.width > 0


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_breaks_off_does_not_make_it_stumble(name: str) -> None:
    data, picture = PICTURES[name]
    for length in range(len(data)):
        assert picture_of(data[:length]) in (None, picture)
