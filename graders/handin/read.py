"""Reads an upload as a handin: drops what is noise, finds the root, and says so."""

from collections import Counter
from collections.abc import Collection, Mapping

from graders.archive import (
    ArchiveLimits,
    Entry,
    Kind,
    below,
    environments,
    find_root,
    noise_in,
    plain_files,
    read_entries,
    shown,
)
from graders.errors import ArchiveRefused, HandinRefused
from graders.handin.handin import Handin


def read_handin(data: bytes, wanted: Collection[str] = (), limits: ArchiveLimits | None = None) -> Handin:
    """The handin inside a tar (plain, gzip, bzip2 or xz) or zip.

    wanted: paths that a handin should hold, by which its root is found; whether they are there is for
    grading to say. Raises HandinRefused, with the member's name and how to mend it, for whatever is
    not a whole archive of plain files within the limits.
    """
    limits = limits or ArchiveLimits()
    try:
        entries = read_entries(data, limits, skip=lambda name: bool(noise_in(name)))
        return _handin(entries, wanted, limits)
    except ArchiveRefused as refusal:
        raise HandinRefused(str(refusal)) from refusal


def tidy_handin(files: Mapping[str, bytes], wanted: Collection[str] = ()) -> Handin:
    """The handin in files that lie in a folder already, tidied as an archive of them would be."""
    entries = [Entry(path, Kind.FILE, data) for path, data in files.items()]
    try:
        return _handin(entries, wanted, ArchiveLimits())
    except ArchiveRefused as refusal:
        raise HandinRefused(str(refusal)) from refusal


def _handin(entries: list[Entry], wanted: Collection[str], limits: ArchiveLimits) -> Handin:
    work, notes = _without_noise(entries)
    files = plain_files(work, limits)
    if not files:
        raise ArchiveRefused(
            " ".join(["There are no files to grade.", *notes, "Pack your work and try again."])
        )
    root = find_root(files, wanted)
    return Handin(below(root, files), (*notes, *_notes_on_root(root, files)))


def _without_noise(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    made = environments(entries)
    work, dropped = [], Counter[str]()
    for entry in entries:
        if pattern := noise_in(entry.name) or ("venv" if entry.name.startswith(made) else ""):
            dropped[pattern] += 1
        else:
            work.append(entry)
    if not dropped:
        return work, []
    names = ", ".join(shown(pattern) for pattern in sorted(dropped))
    return work, [f"Left out what is no part of the work ({dropped.total()} in all): {names}."]


def _notes_on_root(root: str, files: Mapping[str, bytes]) -> list[str]:
    if not root:
        return []
    notes = [f"Read from the folder {shown(root)}."]
    if outside := [path for path in files if not path.startswith(root)]:
        notes.append(f"Left out {len(outside)} outside it, such as {shown(outside[0])}.")
    return notes
