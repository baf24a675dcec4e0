"""Writes a tar that depends on nothing but what is in it."""

import io
import tarfile
from collections.abc import Collection, Mapping

YEAR_1980 = 315_532_800
"""The first second that a zip can hold, should somebody pack these files again."""


def write_tar(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """A plain tar of the files in the order of their paths, without owners and with one time for all.

    The same files give the same bytes everywhere, so that a digest can name them. executable: paths
    that are marked as programs.
    """
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, data in sorted(files.items()):
            member = tarfile.TarInfo(path)
            member.size = len(data)
            member.mtime = YEAR_1980
            member.mode = 0o755 if path in executable else 0o644
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()
