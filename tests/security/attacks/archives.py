"""Archives that mean harm to whoever unpacks them, or to the box that holds what they held."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

from tests.security.attack import Attack
from tests.unit.graders.archives import special, tar, tar_of, zipped

FAMILY = "archives"
STUDENT = {"student.py": b"def double(x): return 2 * x\n"}
MIB = 1 << 20


def _with(name: str, data: bytes = b"x") -> bytes:
    return tar([*STUDENT.items(), (name, data)])


def _special(name: str, kind: bytes, link: str = "") -> bytes:
    files = [(tarfile.TarInfo(path), data) for path, data in STUDENT.items()]
    return tar_of([*files, special(name, kind, link)])


def _zip_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("student.py")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _two_names() -> bytes:
    """A zip whose central list and whose member's own header disagree about a name."""
    data = bytearray(zipped({"student.py": b"x = 1\n", "aaaaaa.py": b"x = 2\n"}))
    at = data.index(b"aaaaaa.py")
    data[at : at + 9] = b"../../etc"
    return bytes(data)


def _bomb(compress: Callable[[bytes], bytes], times: int = 1) -> bytes:
    packed = tar({"student.py": bytes(80 * MIB)})
    for _ in range(times):
        packed = compress(packed)
    return packed


def _sparse() -> bytes:
    info = tarfile.TarInfo("student.py")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": str(10**15)}
    return tar_of([(info, b"x")], tarfile.PAX_FORMAT)


def _pax(**records: str) -> bytes:
    info = tarfile.TarInfo("student.py")
    info.pax_headers = records
    return tar_of([(info, b"x = 1\n")], tarfile.PAX_FORMAT)


_WHOLE = tar(STUDENT)

UPLOADS: dict[str, Callable[[], bytes]] = {
    "a path that climbs": lambda: _with("../../tmp/MARK"),
    "a path that climbs later": lambda: _with("a/b/../../../MARK"),
    "an absolute path": lambda: _with("/tmp/MARK"),
    "a drive": lambda: _with("C:/MARK"),
    "backslashes": lambda: _with("..\\..\\MARK"),
    "a symbolic link": lambda: _special("passwd", tarfile.SYMTYPE, "/etc/passwd"),
    "a link, then a file below it": lambda: tar_of(
        [special("out", tarfile.SYMTYPE, "/tmp"), (tarfile.TarInfo("out/MARK"), b"x")]
    ),
    "a hard link": lambda: _special("passwd", tarfile.LNKTYPE, "/etc/passwd"),
    "a device": lambda: _special("disk", tarfile.BLKTYPE),
    "a character device": lambda: _special("mem", tarfile.CHRTYPE),
    "a pipe": lambda: _special("student.py", tarfile.FIFOTYPE),
    "the same path twice": lambda: tar([*STUDENT.items(), *STUDENT.items()]),
    "twins by case": lambda: tar([*STUDENT.items(), ("Student.py", b"x")]),
    "twins by Unicode": lambda: tar([("é.py", b"x"), ("e\u0301.py", b"y"), *STUDENT.items()]),
    "a file that is a folder": lambda: tar([("a", b"x"), ("a/b", b"y"), *STUDENT.items()]),
    "a line break in a name": lambda: _with("a\nb.py"),
    "a direction mark in a name": lambda: _with("a\u202eyp.exe"),
    "an escape in a name": lambda: _with("\x1b[2J.py"),
    "a name that is no text": lambda: _with("x").replace(b"x\0", b"\xff\0", 1),
    "a bomb of gzip": lambda: _bomb(gzip.compress),
    "a bomb of bzip2": lambda: _bomb(bz2.compress),
    "a bomb of xz": lambda: _bomb(lambda data: lzma.compress(data, preset=1)),
    "a bomb in a bomb": lambda: _bomb(gzip.compress, times=2),
    "a bomb of zip": lambda: zipped({f"z{number}": bytes(8 * MIB) for number in range(10)}),
    "many members": lambda: gzip.compress(tar([(f"f{number}", b"") for number in range(11_000)]), 1),
    "a deep path": lambda: _with("/".join("d" * 30)),
    "a long name": lambda: _with("n" * 300),
    "a sparse file": _sparse,
    "a size by extension": lambda: _pax(size="99999999999"),
    "a path by extension": lambda: _pax(path="../../tmp/MARK"),
    "cut off": lambda: _WHOLE[:700],
    "two after one another": lambda: _WHOLE + _WHOLE,
    "a link in a zip": _zip_link,
    "two names for a member of a zip": _two_names,
    "an archive that is a program": lambda: b"#!/bin/sh\ntouch /tmp/MARK\n" + _WHOLE,
    "an archive of archives": lambda: tar({f"{n}.tar": _WHOLE for n in range(100)}),
    "nothing": lambda: b"",
}

ATTACKS = [
    Attack(FAMILY, name, "write outside, use up the server, or be read in two ways", upload=make, tries=False)
    for name, make in UPLOADS.items()
]
