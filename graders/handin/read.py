"""Reads an upload as a handin: drops what is noise, finds the root, and says so."""

from collections import Counter
from collections.abc import Collection, Mapping

from graders.archive import ArchiveLimits, Entry, plain_files, read_entries, shown
from graders.errors import ArchiveRefused, HandinRefused
from graders.handin.handin import Handin
from graders.handin.noise import environments, noise_in
from graders.handin.root import find_root


def read_handin(data: bytes, wanted: Collection[str] = (), limits: ArchiveLimits | None = None) -> Handin:
    """The handin inside a tar (plain, gzip, bzip2 or xz) or zip.

    wanted: paths that a handin should hold, by which its root is found; whether they are there is for
    grading to say. Raises HandinRefused, with the member's name and how to mend it, for whatever is
    not a whole archive of plain files within the limits.
    """
    limits = limits or ArchiveLimits()
    try:
        entries = read_entries(data, limits, skip=lambda name: bool(noise_in(name)))
        entries, notes = _without_noise(entries)
        files = plain_files(entries, limits)
    except ArchiveRefused as refusal:
        raise HandinRefused(str(refusal)) from refusal
    if not files:
        raise HandinRefused(
            " ".join(["The archive holds no files to grade.", *notes, "Pack your work into it."])
        )
    root = find_root(files, wanted)
    return Handin(_below(root, files), (*notes, *_notes_on_root(root, files)))


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


def _below(root: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.removeprefix(root): data for path, data in files.items() if path.startswith(root)}


def _notes_on_root(root: str, files: Mapping[str, bytes]) -> list[str]:
    if not root:
        return []
    notes = [f"Read from the folder {shown(root)}."]
    if outside := [path for path in files if not path.startswith(root)]:
        notes.append(f"Left out {len(outside)} outside it, such as {shown(outside[0])}.")
    return notes
