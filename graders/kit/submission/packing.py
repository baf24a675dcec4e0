"""The handin as bytes: a file that is there, or the folder packed now."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from .trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("__pycache__", ".DS_Store", ".ipynb_checkpoints")


def read_handin(name: str, folders: list[str], answers: list[list[str]]) -> tuple[str, bytes]:
    """Name and bytes of the archive to hand in; without a name, the kit's folders and answers are packed.

    answers: the names under which each written answer may lie; those that are not there yet are left out.
    """
    if not name:
        there = [[name for name in names if (ROOT / name).is_file()][:1] for names in answers]
        return "handin.tar", _pack(folders + [name for found in there for name in found])
    try:
        return Path(name).name, Path(name).read_bytes()
    except OSError as error:
        raise Trouble(f"{name} cannot be read: {error.strerror or error}.") from error


def _pack(folders: list[str]) -> bytes:
    missing = [folder for folder in folders if not (ROOT / folder).exists()]
    if missing or not folders:
        absent = ", ".join(missing) or "autograder/kit.json"
        raise Trouble(f"{absent} cannot be found beside submit.py; name an archive: submit.py handin.tar")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", dereference=True) as archive:
        for folder in folders:
            archive.add(str(ROOT / folder), folder, filter=_keep)
    return out.getvalue()


def _keep(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out what is no work, and who and where it was packed."""
    if Path(member.name).name in LEFT_OUT or member.name.endswith(".pyc"):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
