"""What no archive may hold: each refused with the member's name, the reason and the mend."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

import pytest

from graders.archive import ArchiveLimits, shown
from graders.errors import HandinRefused
from graders.handin import read_handin
from tests.unit.graders.archives import HW1, PACKERS, special, tar, tar_of, zipped

SMALL = ArchiveLimits(packed_bytes=20_000, expanded_bytes=100_000, file_bytes=50_000, members=50, depth=4)


def refusal(data: bytes, limits: ArchiveLimits | None = None) -> str:
    with pytest.raises(HandinRefused) as caught:
        read_handin(data, limits=limits)
    return str(caught.value)


NAMES = {
    "../evil.py": "points outside",
    "hw1/../../evil.py": "points outside",
    "/etc/passwd": "absolute",
    "C:/evil.py": "absolute",
    "c:evil.py": "absolute",
    "hw1\\mc.py": "backslash",
    "hw1/a\nb.py": "invisible characters",
    "hw1/a\x1b[31mb.py": "invisible characters",
    "hw1/\u202eyp.cm": "invisible characters",
    "hw1/a\u200bb.py": "invisible characters",
    "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q.py": "17 folders deep",
    "long" * 100: "longer than 240 bytes",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("packing", ["gnu", "pax", "zip"])
def test_an_unsafe_name_is_refused_by_name_and_reason(name, packing):
    sentence = refusal(PACKERS[packing]({**HW1, name: b""}))
    assert NAMES[name] in sentence
    assert sentence.startswith(shown(name))
    assert sentence.isprintable()


MEMBERS = {
    "a symbolic link": special("hw1/link", tarfile.SYMTYPE, "/etc/passwd"),
    "a hard link": special("hw1/link", tarfile.LNKTYPE, "hw1/mc.py"),
    "a device": special("hw1/null", tarfile.CHRTYPE),
    "a named pipe": special("hw1/pipe", tarfile.FIFOTYPE),
    "a sparse file": special("hw1/sparse", tarfile.GNUTYPE_SPARSE),
    "of a kind that is no file": special("hw1/volume", b"V"),
}


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_tar_member_that_is_no_file_is_refused(kind):
    sentence = refusal(tar_of([MEMBERS[kind]]))
    assert f"`{MEMBERS[kind][0].name}` is {kind}" in sentence


@pytest.mark.parametrize(
    ("mode", "kind"), [(0o120777, "a symbolic link"), (0o010644, "a named pipe"), (0o020644, "a device")]
)
def test_a_zip_member_that_is_no_file_is_refused(mode, kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("hw1/odd")
        info.external_attr = mode << 16
        archive.writestr(info, "/etc/passwd")
    assert f"`hw1/odd` is {kind}" in refusal(out.getvalue())


def test_a_sparse_file_in_pax_form_is_refused():
    info = tarfile.TarInfo("hw1/sparse")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
    assert "is a sparse file" in refusal(tar_of([(info, b"")], tarfile.PAX_FORMAT))


TWINS = {
    "comes twice": [("a.py", b""), ("b.py", b""), ("a.py", b"")],
    "comes twice.": [("a.py", b""), ("./a.py", b"")],
    "differ only in case": [("Loss.py", b""), ("loss.py", b"")],
    "differ only in case or": [("MyTorch/a.py", b""), ("mytorch/b.py", b"")],
    "or in the form of a letter": [("ﬁle.py", b""), ("file.py", b"")],
    "comes twice. Pack": [("cafe\u0301", b""), ("caf\u00e9", b"")],
    "both a file and a folder": [("hw1", b""), ("hw1/mc.py", b"")],
    "both a file and a folder.": [("hw1/mc.py", b""), ("hw1", b"")],
}


@pytest.mark.parametrize("reason", TWINS)
def test_members_that_clash_are_refused(reason):
    assert reason in refusal(tar(TWINS[reason]))


def test_a_folder_member_with_the_name_of_a_file_is_refused():
    members = [(tarfile.TarInfo("hw1"), b""), special("hw1", tarfile.DIRTYPE)]
    assert "both a file and a folder" in refusal(tar_of(members))


NO_ARCHIVES = {
    "a PDF document": b"%PDF-1.7\n",
    "a RAR archive": b"Rar!\x1a\x07\x00",
    "a 7-Zip archive": b"7z\xbc\xaf\x27\x1c",
    "compressed by zstd": b"\x28\xb5\x2f\xfd\x00\x00",
    "a web page": b"\n<!DOCTYPE html><html>",
    "a Jupyter notebook": b'{\n "cells": []}',
    "a single Python file": b"import numpy as np\n\n\nclass Linear:\n",
    "a text file": "Grüße".encode(),
    "something unknown": b"\x00\x01\x02" * 400,
}


@pytest.mark.parametrize("kind", NO_ARCHIVES)
def test_what_is_no_archive_is_told_by_what_it_looks_like(kind):
    sentence = refusal(NO_ARCHIVES[kind])
    assert kind in sentence
    assert "Send a tar (plain, gzip, bzip2 or xz) or a zip" in sentence


def test_a_compressed_file_that_is_no_tar_is_told_by_both():
    assert "compressed by gzip, but inside there is no tar but a single Python file" in refusal(
        gzip.compress(NO_ARCHIVES["a single Python file"])
    )
    assert "inside there is no tar but compressed by gzip" in refusal(gzip.compress(gzip.compress(tar(HW1))))


@pytest.mark.parametrize(
    "data", [b"", tar({}), zipped({}), gzip.compress(tar({}))], ids=["nothing", "tar", "zip", "gzip"]
)
def test_an_empty_upload_is_refused(data):
    assert "empty" in refusal(data) or "no files to grade" in refusal(data)


@pytest.mark.parametrize("packing", PACKERS)
def test_every_truncation_is_refused(packing):
    whole = PACKERS[packing](HW1)
    # Past the two blocks that end a tar there is only padding, whose loss harms nothing.
    padding = len(whole) - len(whole.rstrip(b"\0")) if packing in ("gnu", "pax", "ustar") else 0
    for size in range(1, len(whole) - padding, 97):
        refusal(whole[:size])


def test_a_truncated_archive_says_where_it_breaks_off():
    assert "breaks off in the midst of `big.py`" in refusal(tar({"big.py": b"x" * 5000})[:2000])
    assert "gzip data break off" in refusal(gzip.compress(tar(HW1))[:-20])


@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz", "zip"])
def test_damaged_data_are_refused(packing):
    data = bytearray(PACKERS[packing](HW1))
    middle = data.index(b"hw1/mc.py") + 12 if packing == "zip" else len(data) // 2
    data[middle] ^= 0xFF
    assert "Pack and upload" in refusal(bytes(data)) or "make and upload" in refusal(bytes(data))


def test_joined_tars_are_refused():
    assert "Something follows the end of the archive" in refusal(tar({"a": b""}) + tar({"b": b""}))


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_data_in_several_streams_are_read_as_one(compress):
    whole = tar(HW1)
    assert read_handin(compress(whole[:1000]) + compress(whole[1000:])).files == HW1


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_too_many_streams_are_refused(compress):
    assert "more than 1000 pieces" in refusal(compress(tar(HW1)) + compress(b"") * 1001)


def test_rubbish_after_compressed_data_is_refused():
    assert "Something follows the end of the gzip data" in refusal(gzip.compress(tar(HW1)) + b"rubbish")


def test_a_global_header_with_a_comment_is_read_over_and_one_with_a_path_is_refused():
    def with_global(headers):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers=headers) as archive:
            archive.addfile(tarfile.TarInfo("a.py"), io.BytesIO())
        return out.getvalue()

    assert list(read_handin(with_global({"comment": "c0ffee"})).files) == ["a.py"]
    assert "gives all its members one name" in refusal(with_global({"path": "b.py"}))


def test_extended_headers_are_bounded():
    info = tarfile.TarInfo("a.py")
    info.pax_headers = {"comment": "x" * 70_000}
    assert "larger than any name needs" in refusal(tar_of([(info, b"")], tarfile.PAX_FORMAT))
    info.pax_headers = {f"k{number}": "x" for number in range(300)}
    assert "says more than a file needs" in refusal(tar_of([(info, b"")], tarfile.PAX_FORMAT))


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_names_longer_than_a_header_are_read(format):
    files = {"a.py": b"", f"{'n' * 120}/{'m' * 90}.py": b"1"}
    assert read_handin(tar(files, format)).files == files


def test_bounds_on_sizes_and_counts():
    assert "large; at most 0.0191 MiB" in refusal(tar({"a": b"x" * 30_000}), SMALL)
    assert "`a` is 0.0572 MiB large" in refusal(gzip.compress(tar({"a": b"x" * 60_000})), SMALL)
    assert "`a` is 0.0572 MiB large" in refusal(zipped({"a": b"x" * 60_000}), SMALL)
    many = {f"f{number}": b"" for number in range(51)}
    assert "more than 50 members" in refusal(gzip.compress(tar(many)), SMALL)
    assert "more than 50 members" in refusal(zipped(many), SMALL)
    three = dict.fromkeys("abc", b"x" * 40_000)
    assert "holds more than" in refusal(gzip.compress(tar(three)), SMALL)
    assert "holds more than" in refusal(zipped(three), SMALL)


def test_odd_zips_are_refused():
    plain = zipped({"a.py": b"print()"})
    at = plain.index(b"PK\x01\x02")
    encrypted = plain[: at + 8] + b"\x01" + plain[at + 9 :]
    assert "is encrypted" in refusal(encrypted)
    assert "compressed by bzip2" in refusal(zipped(HW1, zipfile.ZIP_BZIP2))
    assert "compressed by lzma" in refusal(zipped(HW1, zipfile.ZIP_LZMA))
    assert "bytes before or after" in refusal(plain + zipped({"b.py": b""}))
    assert "called something else" in refusal(plain.replace(b"a.py", b"b.py", 1))
    assert "64-bit form" in refusal(
        plain[:-22] + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 50, 2**32 - 1, 0)
    )


def test_a_zip_that_lies_about_a_size_is_refused_before_it_expands():
    honest = zipped({"a.py": b"\0" * 1_000_000})
    at = honest.index(b"PK\x01\x02")
    assert "is not what the zip's directory says" in refusal(
        honest[: at + 24] + struct.pack("<I", 10) + honest[at + 28 :]
    )


def test_zip_members_that_share_their_bytes_are_refused():
    one = zipped({"a.py": b"x" * 1000})
    at = one.index(b"PK\x01\x02")
    record = one[at:-22]
    twice = one[:at] + record * 2 + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(record) * 2, at, 0)
    assert "lies over another member" in refusal(twice)


def test_the_name_in_a_sentence_is_short_and_visible():
    assert shown("a" * 500) == f"`{'a' * 40}…{'a' * 40}`"
    assert shown("a\n\x1b[0m\u202e") == r"`a\n\x1b[0m\u202e`"
