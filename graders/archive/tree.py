"""From members to plain files: kinds, twins and clashes are judged here."""

import unicodedata
from collections.abc import Iterable, Iterator

from graders.archive.entry import Entry, Kind
from graders.archive.limits import ArchiveLimits
from graders.archive.names import plain_path, shown
from graders.errors import ArchiveRefused

MENDS = {
    Kind.SYMLINK: "Put the file itself in its place (`tar -h` does).",
    Kind.HARDLINK: "Put a copy of the file in its place (`tar --hard-dereference` does).",
    Kind.SPARSE: "Pack without `-S`.",
}


def plain_files(entries: Iterable[Entry], limits: ArchiveLimits) -> dict[str, bytes]:
    """Normalized path → bytes of every regular file, in the archive's order; folders are passed over.

    Raises ArchiveRefused for links, devices, pipes, unsafe names, a path that comes twice or differs
    from another only by case or Unicode form, and a file that is also a folder.
    """
    tree = _Tree()
    for entry in entries:
        path = plain_path(entry.name, limits)
        if entry.kind is Kind.FOLDER:
            tree.add_folder(path)
        elif entry.kind is not Kind.FILE:
            mend = MENDS.get(entry.kind, "Leave it out.")
            raise ArchiveRefused(
                f"{shown(entry.name)} is {entry.kind}; only files and folders are read. {mend}"
            )
        elif not path:
            raise ArchiveRefused("A member has no name. Pack the archive again.")
        elif entry.name.endswith("/"):
            raise ArchiveRefused(f"{shown(entry.name)} is a file with the name of a folder. Rename it.")
        else:
            tree.add_file(path, entry.data)
    return tree.files


class _Tree:
    """What has been seen so far: spellings by key, and which paths are folders."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = set()
        self.spellings: dict[str, str] = {}

    def add_file(self, path: str, data: bytes) -> None:
        if path in self.files:
            raise ArchiveRefused(f"{shown(path)} comes twice. Pack it once, into a new archive.")
        if path in self.folders:
            raise ArchiveRefused(f"{shown(path)} is both a file and a folder. Rename one of them.")
        for folder in _folders(path):
            self.add_folder(folder)
        self._spell(path)
        self.files[path] = data

    def add_folder(self, path: str) -> None:
        for folder in (*_folders(path), path):
            if folder in self.files:
                raise ArchiveRefused(f"{shown(folder)} is both a file and a folder. Rename one of them.")
            self._spell(folder)
            self.folders.add(folder)

    def _spell(self, path: str) -> None:
        twin = self.spellings.setdefault(_key(path), path)
        if twin != path:
            raise ArchiveRefused(
                f"{shown(path)} and {shown(twin)} differ only in case or in the form of a letter; "
                "on many machines they are one file. Rename one of them."
            )


def _folders(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _key(path: str) -> str:
    # Compatibility form, as Python does for identifiers and some file systems for names.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
