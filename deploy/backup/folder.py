"""How a backup lies in its folder.

    FOLDER/                 0700
      database.sqlite       or database.dump: the database at one moment
      secret                0600, the server's own: tokens and browser sessions are worth nothing without it
      backup.json           what it is, written last
      blobs/ab/abcd…        every file by its digest, at that moment and since

The same folder may be used again and again: files never change, so only new ones are copied. A new state of
the database gets its name once all of its files are there: whenever this ends, the folder holds a whole
backup, the new one or the one before.
"""

import os
from pathlib import Path

import msgspec

from api.blobs import FileBlobStore
from api.secret import write_secret
from deploy.errors import Refusal

ENDINGS = {"sqlite": "sqlite", "postgresql": "dump"}


class NoBackup(Refusal):
    """The folder holds no backup that can be used here."""


class Description(msgspec.Struct, frozen=True):
    """What a backup is. made: when, in UTC. kind: of database. revision: of its tables.

    first_user: the oldest account's id, by which a restored database is known as this one; "" for none.
    """

    made: str
    kind: str
    revision: str
    first_user: str
    files: int


class BackupFolder:
    """A folder with a backup, or for one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.secret_file = path / "secret"
        self._description = path / "backup.json"

    def make(self) -> None:
        """Make the folder, for its owner alone: it holds everybody's work and the secret."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)

    @property
    def blobs(self) -> FileBlobStore:
        """The files."""
        return FileBlobStore(self.path / "blobs")

    def database(self, kind: str) -> Path:
        """The database's state that belongs to the backup."""
        return self.path / f"database.{ENDINGS[kind]}"

    def new_database(self, kind: str) -> Path:
        """A newer state, whose files are not all there yet."""
        return self.path / f"database.new.{ENDINGS[kind]}"

    def keep_secret(self, secret: str) -> None:
        """Keep the server's secret. Raises NoBackup where another server's is kept."""
        write_secret(self.secret_file, secret)
        if self.secret_file.read_text().strip() != secret:
            raise NoBackup(
                f"{self.path} is the backup of another server, whose secret is not this one's. "
                "Choose another folder."
            )

    @property
    def secret(self) -> str:
        """The server's secret. Raises NoBackup."""
        try:
            return self.secret_file.read_text().strip()
        except FileNotFoundError:
            raise NoBackup(f"{self.secret_file} is missing: without it the backup is not whole.") from None

    def complete(self, description: Description) -> None:
        """Let the newer state take the place of the older one."""
        new = self.new_database(description.kind)
        if new.exists():
            new.replace(self.database(description.kind))
        draft = self._description.with_name("backup.new.json")
        draft.write_bytes(msgspec.json.encode(description))
        draft.replace(self._description)
        os.sync()

    def describe(self) -> Description:
        """What is there. Raises NoBackup."""
        try:
            found = msgspec.json.decode(self._description.read_bytes(), type=Description)
        except FileNotFoundError:
            raise NoBackup(
                f"{self.path} holds no complete backup: `allclose backup {self.path}` makes one."
            ) from None
        except msgspec.MsgspecError as wrong:
            raise NoBackup(f"{self._description} cannot be read: {wrong}.") from None
        if found.kind not in ENDINGS:
            raise NoBackup(f"{self._description} speaks of a database of kind {found.kind!r}, unknown here.")
        return found
