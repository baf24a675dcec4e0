"""`allclose backup`: the database at one moment, then the files.

In this order. A row never names a file that is not there, and a file never changes or goes: so whatever the
database named at its moment is among the files that are copied after it, though the server goes on meanwhile.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.blobs.named import named
from api.blobs.open import open_blobs
from api.db.snapshot import Damaged, copy_sqlite, first_user, revision_of
from api.settings import Settings
from deploy.backup.copying import copy_new
from deploy.backup.folder import BackupFolder, Description
from deploy.backup.place import file_of, kept_secret, kind_of, reading
from deploy.errors import Refusal

DUMP = b"PGDMP"
"""How a dump in pg_dump's custom format begins."""


class NothingToBackUp(Refusal):
    """There is no server here, or nobody has dumped its database."""


@dataclass(frozen=True)
class Backup:
    """What was made. complaints: a sentence for each file that was lost before this backup was made."""

    description: Description
    complaints: list[str]


def back_up(settings: Settings, path: Path, *, with_database: bool = True) -> Backup:
    """Back the server up into a folder, which may hold an older backup of it. The server may run meanwhile.

    with_database: False where a database's own machinery keeps it. Raises NothingToBackUp, NoBackup for the
    folder of another server, BlobsAway, or SQLAlchemyError.
    """
    kind, secret = kind_of(settings), kept_secret(settings)
    if secret is None:
        raise NothingToBackUp(
            f"There is no secret in {settings.data}, and none in ALLCLOSE_SECRET: "
            "give this command the settings of the server."
        )
    folder = BackupFolder(path)
    folder.make()
    folder.keep_secret(secret)
    if with_database or kind == "sqlite":
        _take(settings, folder, kind)
    with reading(settings) as session:
        revision, oldest = revision_of(session), first_user(session)
        wanted = dict(named(session))
    damaged = frozenset(copy_new(open_blobs(settings), folder.blobs))
    there = frozenset(folder.blobs.digests())
    made = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    description = Description(made, kind, revision or "", oldest, len(there))
    folder.complete(description)
    return Backup(description, list(_complaints(wanted, there, damaged)))


def _take(settings: Settings, folder: BackupFolder, kind: str) -> None:
    """Have the database's state of one moment in the folder."""
    new = folder.new_database(kind)
    if kind == "sqlite":
        _copy(file_of(settings), new)
    elif not new.is_file():
        raise NothingToBackUp(
            "Dump the database first, by a pg_dump that is no older than the server: pg_dump --format=custom "
            f'--no-owner --file={new} "$ALLCLOSE_DATABASE". Where the database is kept in another way, say '
            "--without-database."
        )
    elif not _is_dump(new):
        raise NothingToBackUp(f"{new} is not what pg_dump --format=custom writes: dump the database again.")


def _copy(database: Path, target: Path) -> None:
    if not database.is_file():
        raise NothingToBackUp(f"There is no database {database}: nothing was served from there yet.")
    try:
        copy_sqlite(database, target)
    except Damaged as damaged:
        target.unlink()
        raise NothingToBackUp(f"{damaged} The backup of before is left as it is.") from damaged


def _is_dump(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(DUMP)) == DUMP


def _complaints(wanted: Mapping[str, str], there: Set[str], damaged: Set[str]) -> Iterator[str]:
    for digest, what in wanted.items():
        if digest not in there:
            yield f"{what}: its file {digest} is {'damaged' if digest in damaged else 'missing'}."
    for digest in sorted(damaged - wanted.keys()):
        yield f"A file that no row names is damaged: {digest}."
