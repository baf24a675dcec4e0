"""Bombs and mutated archives: always a handin or a refusal, in bounded memory and time."""

import bz2
import gzip
import lzma
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.archive import ArchiveLimits
from graders.archive.limits import MIB
from graders.errors import HandinRefused
from graders.handin import Handin, read_handin
from tests.unit.graders.archives import HW1, PACKERS, tar, zipped

TIGHT = ArchiveLimits(expanded_bytes=8 * MIB, file_bytes=4 * MIB)


def peak_of_refusing(data: bytes, limits: ArchiveLimits) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(HandinRefused, match=r"holds more than|times its size|large; at most"):
            read_handin(data, limits=limits)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def zeros_as_tar(total: int, compressor) -> bytes:
    """A tar of 1 MiB files of zeros, compressed without ever holding its expansion."""
    member = tar({"zeros": bytes(MIB)})[: 512 + MIB]
    packed = [compressor.compress(member) for _ in range(total // MIB)]
    return b"".join([*packed, compressor.flush()])


BOMBS = {
    "gzip": lambda: zlib.compressobj(9, wbits=31),
    "bzip2": bz2.BZ2Compressor,
    "xz": lambda: lzma.LZMACompressor(preset=1),
}


@pytest.mark.parametrize("packing", BOMBS)
def test_a_bomb_is_refused_before_its_expansion_is_allocated(packing):
    bomb = zeros_as_tar(200 * MIB, BOMBS[packing]())
    assert len(bomb) < MIB
    assert peak_of_refusing(bomb, TIGHT) < 2 * TIGHT.expanded_bytes + 4 * MIB


def test_one_enormous_member_is_refused_by_its_header_alone():
    header = tar({"x": b""})[:512]
    enormous = bytearray(header)
    enormous[124:136] = b"77777777777\0"
    enormous[148:156] = b" " * 8
    enormous[148:156] = b"%06o\0 " % sum(enormous)
    assert peak_of_refusing(gzip.compress(bytes(enormous)), TIGHT) < MIB


def test_a_zip_bomb_is_refused_before_its_expansion_is_allocated():
    bomb = zipped({f"zeros{number}": bytes(4 * MIB) for number in range(20)})
    assert len(bomb) < MIB
    assert peak_of_refusing(bomb, TIGHT) < 2 * TIGHT.expanded_bytes + 4 * MIB


def test_an_xz_that_asks_for_much_memory_is_refused():
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]
    data = bytearray(lzma.compress(tar(HW1), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    small = lzma._encode_filter_properties({"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20})
    large = lzma._encode_filter_properties(filters[0])
    # The block header follows the 12-byte stream header; its checksum is over all but its last 4 bytes.
    size = (data[12] + 1) * 4
    at = data.index(small, 12, 12 + size - 4)
    data[at : at + 1] = large
    data[12 + size - 4 : 12 + size] = zlib.crc32(data[12 : 12 + size - 4]).to_bytes(4, "little")
    with pytest.raises(HandinRefused, match="xz data"):
        read_handin(bytes(data))


def test_a_list_of_many_tiny_extensions_is_read_in_bounded_time():
    body = b"5 a=\n" * 250
    header = bytearray(tar({"x": b"1" * len(body)})[:512])
    header[156:157] = b"x"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    one = bytes(header) + body.ljust(-(-len(body) // 512) * 512, b"\0")
    data = gzip.compress(one * 9_000 + tar({"a.py": b""}), 1)
    started = time.monotonic()
    assert list(read_handin(data).files) == ["a.py"]
    assert time.monotonic() - started < 10


def read_or_refusal(data: bytes) -> Handin | str:
    try:
        return read_handin(data, tuple(HW1))
    except HandinRefused as refusal:
        return str(refusal)


PACKED = {name: pack(HW1) for name, pack in PACKERS.items()}


@st.composite
def mutated(draw):
    """A real archive with some bytes changed, removed, repeated or inserted."""
    data = bytearray(PACKED[draw(st.sampled_from(sorted(PACKED)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["set", "cut", "drop", "repeat", "insert"]))
        some = data[at : at + draw(st.integers(1, 600))]
        match kind:
            case "set":
                new = draw(st.binary(min_size=1, max_size=8))
                data[at : at + len(new)] = new
            case "cut":
                del data[at:]
            case "drop":
                del data[at : at + len(some)]
            case "repeat":
                data[at:at] = some
            case "insert":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
    return bytes(data)


@settings(max_examples=400, deadline=5000)
@given(mutated())
def test_a_mutated_archive_is_a_handin_or_a_refusal(data):
    outcome = read_or_refusal(data)
    assert outcome.files if isinstance(outcome, Handin) else outcome.isprintable()


@settings(max_examples=200, deadline=5000)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"\x1f\x8b\x08\x00", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"PK\x03\x04"]),
)
def test_arbitrary_bytes_are_refused(body, magic):
    with pytest.raises(HandinRefused):
        read_handin(magic + body)


path_parts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
paths = st.lists(path_parts, min_size=1, max_size=4).map("/".join)


@settings(max_examples=200, deadline=5000)
@given(st.dictionaries(paths, st.binary(max_size=50), max_size=6), st.sampled_from(["gnu", "pax", "zip"]))
def test_whatever_the_names_what_is_read_is_plain(files, packing):
    outcome = read_or_refusal(PACKERS[packing](files))
    if isinstance(outcome, str):
        assert outcome.isprintable()
        return
    for path in outcome.files:
        assert not {"", ".", ".."} & set(path.split("/"))
        assert "\\" not in path
    assert Handin.unpack(outcome.pack()) == outcome


def test_a_plain_read_is_quick():
    data = PACKED["gzip"]
    started = time.perf_counter()
    for _ in range(50):
        read_handin(data, tuple(HW1))
    assert (time.perf_counter() - started) / 50 < 0.02


def test_bytes_that_are_not_the_members_do_not_leak_in():
    # Padding after a member may hold anything; only what the header claims is read.
    data = bytearray(tar({"a.py": b"1"}))
    data[513:1024] = b"\xff" * 511
    assert read_handin(bytes(data)).files == {"a.py": b"1"}
