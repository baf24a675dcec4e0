"""Builds archives, honest and hostile, for the tests of reading them."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping

HW1 = {
    "hw1/hw1.py": b"from mytorch.linear import *\n",
    "hw1/mc.py": b"def question_1():\n    return 'b'\n",
    "mytorch/linear.py": b"class Linear:\n    pass\n",
    "mytorch/loss.py": b"import numpy as np\n" * 40,
}
WANTED = tuple(HW1)


def tar(
    members: Mapping[str, bytes] | Iterable[tuple[str, bytes]], format: int = tarfile.GNU_FORMAT
) -> bytes:
    """A plain tar of files; a list of pairs may repeat names."""
    pairs = members.items() if isinstance(members, Mapping) else members
    return tar_of(((tarfile.TarInfo(name), data) for name, data in pairs), format)


def tar_of(members: Iterable[tuple[tarfile.TarInfo, bytes]], format: int = tarfile.GNU_FORMAT) -> bytes:
    """A plain tar of members as given, of any type."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def special(name: str, type: bytes, linkname: str = "") -> tuple[tarfile.TarInfo, bytes]:
    """A member that is no file."""
    info = tarfile.TarInfo(name)
    info.type = type
    info.linkname = linkname
    return info, b""


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


PACKERS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "gnu": lambda files: tar(files, tarfile.GNU_FORMAT),
    "pax": lambda files: tar(files, tarfile.PAX_FORMAT),
    "ustar": lambda files: tar(files, tarfile.USTAR_FORMAT),
    "gzip": lambda files: gzip.compress(tar(files), mtime=0),
    "bzip2": lambda files: bz2.compress(tar(files)),
    "xz": lambda files: lzma.compress(tar(files)),
    "zip": zipped,
    "stored zip": lambda files: zipped(files, zipfile.ZIP_STORED),
}
