"""`allclose restore`: from a backup into a place where there is nothing, and whether all of it is there.

Nothing that is there is ever overwritten. The database comes last, so that a restore that was cut short can
be begun anew.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from api.blobs.open import open_blobs
from api.db.migrate import upgrade
from api.db.models import Submission
from api.db.snapshot import first_user, is_known, revision_of
from api.secret import write_secret
from api.settings import Settings
from deploy.backup.copying import copy_new
from deploy.backup.folder import BackupFolder, Description, NoBackup
from deploy.backup.place import file_of, kept_secret, kind_of, reading, secret_file
from deploy.backup.verifying import complaints
from deploy.embedded import lock_of
from deploy.errors import Refusal


class NotEmpty(Refusal):
    """There is something already where a backup is to be restored."""


class NotRestored(Refusal):
    """The database has to be restored by its own tools first."""


@dataclass(frozen=True)
class Restored:
    """What is there now. complaints: a sentence for each file that is missing or damaged."""

    description: Description
    submissions: int
    complaints: list[str]


def restore(settings: Settings, path: Path) -> Restored:
    """Restore a backup into the places that the settings name.

    Raises NoBackup, NotEmpty, NotRestored, AlreadyServed or BlobsAway.
    """
    folder = BackupFolder(path)
    description = folder.describe()
    _check_kind(settings, description)
    with lock_of(settings.data):
        if description.kind == "sqlite":
            _check_absent(file_of(settings))
        else:
            _check_database(settings, folder, description)
        _restore_secret(settings, folder.secret)
        blobs = open_blobs(settings)
        lost = list(copy_new(folder.blobs, blobs))
        if description.kind == "sqlite":
            _place(folder.database("sqlite"), file_of(settings))
        upgrade(settings.database_url)
        with reading(settings) as session:
            told = list(complaints(session, blobs))
            told += [f"{folder.path}/blobs/{each[:2]}/{each} is damaged." for each in lost]
            return Restored(description, session.scalar(select(func.count(Submission.id))) or 0, told)


def verify(settings: Settings) -> list[str]:
    """A sentence for each file that the database names and that is missing or damaged."""
    blobs = open_blobs(settings)
    with reading(settings) as session:
        return list(complaints(session, blobs))


def _check_kind(settings: Settings, description: Description) -> None:
    if kind_of(settings) != description.kind:
        raise NoBackup(
            f"The backup is of a database of kind {description.kind}, and ALLCLOSE_DATABASE names one "
            f"of kind {kind_of(settings)}."
        )
    if not is_known(description.revision):
        raise NoBackup(
            f"The backup's tables are of revision {description.revision!r}, which this release of Allclose "
            "does not know: install the release that made it, or a newer one."
        )


def _check_absent(path: Path) -> None:
    if path.exists():
        raise NotEmpty(
            f"There is a database {path}, and nothing is overwritten. Choose an empty folder with --data, "
            "or move the database away."
        )


def _check_database(settings: Settings, folder: BackupFolder, description: Description) -> None:
    """Hold the database that the settings name to be the one of this backup."""
    with reading(settings) as session:
        revision = revision_of(session)
        if revision is None:
            raise NotRestored(
                "The database is empty. Restore it first: pg_restore --no-owner --exit-on-error "
                f'--single-transaction --dbname="$ALLCLOSE_DATABASE" {folder.database("postgresql")}'
            )
        if not is_known(revision):
            raise NoBackup(f"The database is of revision {revision!r}: install the release that made it.")
        if first_user(session) != description.first_user:
            raise NotEmpty(
                "The database that ALLCLOSE_DATABASE names is another server's, not the one of this backup. "
                "Restore the backup's into an empty one."
            )


def _restore_secret(settings: Settings, secret: str) -> None:
    """Let the server have the backup's secret. Raises NotEmpty where it has another."""
    if kept_secret(settings) is None:
        write_secret(secret_file(settings), secret)
    if kept_secret(settings) != secret:
        where = "ALLCLOSE_SECRET" if settings.secret else secret_file(settings)
        raise NotEmpty(
            f"The secret in {where} is not the backup's, and nobody's token would be known by it. Give the "
            "server what is in the backup's file `secret`, or choose an empty folder with --data."
        )


def _place(source: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.new")
    try:
        shutil.copyfile(source, draft)
    except FileNotFoundError:
        raise NoBackup(f"{source} is missing: the backup is not whole.") from None
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
