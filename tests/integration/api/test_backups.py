"""Servers that are written to are backed up, and restored, by the commands of OPERATING.md, word for word."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from api.blobs import BlobsAway
from api.db.migrate import upgrade
from api.db.models import Role, Submission
from api.db.session import Database
from api.settings import Settings
from deploy.backup.folder import BackupFolder, NoBackup
from deploy.backup.making import NothingToBackUp, back_up
from deploy.backup.restoring import NotEmpty, NotRestored, restore, verify
from deploy.embedded import AlreadyServed, lock_of
from tests.acceptance.operator import ROOT, allclose
from tests.acceptance.readme import OPERATING, Reader, blocks
from tests.fixtures.postgres import Postgres
from tests.fixtures.s3 import KEY, KEY_ID, S3
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import PASSWORD, House, Person

pytestmark = pytest.mark.xdist_group("servers")

PAGE = 200
"""As many handins as one answer lists at most."""


@dataclass(frozen=True)
class Site:
    """A server, and a place to restore it to. which: its block of shell in OPERATING.md."""

    old: Settings
    new: Settings
    which: int
    programs: Path | None = None


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Site:
    return Site(Settings(data=tmp_path / "old"), Settings(data=tmp_path / "new"), 0)


@contextmanager
def served(settings: Settings) -> Iterator[House]:
    """The server itself, on a database that has been migrated."""
    settings.data.mkdir(exist_ok=True)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    given = settings.model_dump(exclude={"data", "database"})
    try:
        with House(database, settings.data, **given) as house:
            yield house
    finally:
        database.close()


def filled(house: House, handins: int = 3) -> Person:
    """A student with graded handins, and a password."""
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    house.set_password(ada)
    for number in range(handins):
        assert ada.hand_in(handin(number)).status_code == 202
        job = house.claim()
        assert job is not None
        house.settle(job, LINEAR, failed=("forward",) if number else ())
    return ada


def handin(number: int) -> bytes:
    return tar({"mytorch/linear.py": f"number = {number}\n".encode()})


def shown(person: Person) -> dict[str, tuple[Any, bytes]]:
    """All that a student may see of their handins: reports with scores, and the uploads byte for byte."""
    listed: list[dict[str, Any]] = []
    # While somebody hands in, what is listed moves to later pages, and is met twice.
    while len(listed) % PAGE == 0:
        page = len(listed) // PAGE + 1
        rows = person.get(f"/courses/dl/assignments/hw1/submissions?per_page={PAGE}&page={page}").json()
        if not rows:
            break
        listed += rows
    return {
        each["id"]: (
            person.get(f"/submissions/{each['id']}").json(),
            person.get(f"/submissions/{each['id']}/archive").content,
        )
        for each in listed
    }


def uploads(person: Person) -> dict[str, bytes]:
    """A student's uploads byte for byte: where a handin stands in the line changes with every other."""
    return {key: upload for key, (_, upload) in shown(person).items()}


@contextmanager
def handing_in(person: Person) -> Iterator[None]:
    """Somebody hands in, one handin after the other, for as long as the block lasts."""
    over, answers = Event(), []

    def work() -> None:
        while not over.is_set():
            answers.append(person.hand_in(handin(1000 + len(answers))).status_code)

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert len(answers) > 5
    assert set(answers) == {202}


class Operator(Reader):
    """Somebody at a terminal, with the settings of a server."""

    def __init__(self, folder: Path, site: Site) -> None:
        super().__init__(folder, "")
        self.site = site
        # What ./allclose sets up first, this process has.
        script = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m deploy.cli "$@"\n'
        (folder / "allclose").write_text(script)
        (folder / "allclose").chmod(0o700)
        self.words["BACKUP"] = str(folder / "backup")

    def obey(self, section: str, settings: Settings) -> str:
        """Run what a section of OPERATING.md says."""
        programs = f"{self.site.programs}:" if self.site.programs else ""
        self.words |= {
            f"ALLCLOSE_{name.upper()}": str(value)
            for name, value in settings.model_dump().items()
            if name in ("database", "objects", "s3_endpoint", "s3_key_id", "s3_key", "secret")
        }
        self.words |= {"DATA": str(settings.data), "PATH": f"{programs}/usr/bin:/bin"}
        return self.run(blocks(section, OPERATING)[self.site.which])


def test_a_server_on_sqlite_that_is_written_to_is_backed_up_and_comes_back(
    on_sqlite: Site, tmp_path: Path
) -> None:
    comes_back(on_sqlite, tmp_path)


@pytest.mark.postgres
def test_a_server_on_postgres_and_s3_that_is_written_to_is_backed_up_and_comes_back(
    each_postgres: Postgres, s3: S3, tmp_path: Path
) -> None:
    where = {"s3_endpoint": s3.endpoint, "s3_key_id": KEY_ID, "s3_key": KEY}
    old, new = (
        Settings(
            data=tmp_path / name, database=each_postgres.empty(), objects=f"s3://{s3.bucket()}/files", **where
        )
        for name in ("old", "new")
    )
    comes_back(Site(old, new, 1, each_postgres.programs), tmp_path)


def comes_back(site: Site, tmp_path: Path) -> None:
    """Back a server up while it is written to, twice, restore it elsewhere, and compare."""
    operator = Operator(tmp_path / "operator", site)
    everything = "Every file that the database names is there"
    with served(site.old) as house:
        ada = filled(house)
        bob = house.person("bob@x.edu", Role.STUDENT)
        if site.which == 0:  # into the same folder, twice; once is enough to see it
            assert everything in operator.obey("Backup", site.old)
        with handing_in(bob):
            before = shown(ada)
            of_bob = uploads(bob)
            assert everything in operator.obey("Backup", site.old)
    told = operator.obey("Restore", site.new)
    assert everything in told
    with served(site.new) as house:
        ada, bob = (Person(house, person.email, person.token) for person in (ada, bob))
        assert shown(ada) == before
        again = uploads(bob)
        assert {key: again[key] for key in of_bob} == of_bob
        assert f"{len(before) + len(again)} handins" in told
        entered = house.browser().post(
            "/sign-in", data={"email": ada.email, "password": PASSWORD}, follow_redirects=False
        )
        assert entered.status_code == 303
        assert ada.hand_in(handin(9)).json()["number"] == len(before) + 1
    backup = Path(operator.words["BACKUP"])
    assert (backup.stat().st_mode & 0o777, (backup / "secret").stat().st_mode & 0o777) == (0o700, 0o600)
    assert (site.new.data / "secret").stat().st_mode & 0o777 == 0o600


def spoil(folder: Path, digest: str) -> Path:
    path = folder / digest[:2] / digest
    path.write_bytes(b"spoiled")
    return path


def test_a_file_that_was_lost_is_named_by_backup_restore_and_verify(on_sqlite: Site, tmp_path: Path) -> None:
    old, new, folder = on_sqlite.old, on_sqlite.new, tmp_path / "backup"
    with served(old) as house:
        filled(house)
        with house.database.reading() as session:
            first, second, third = session.query(Submission).order_by(Submission.number)
    damaged = f"Handin 1 of ada@x.edu to dl/hw1, as it was sent: its file {first.archive_digest} is damaged."
    spoil(old.blob_folder, first.archive_digest)
    told = allclose("verify", data=old.data)
    assert (told.returncode, told.stderr.strip()) == (1, damaged)
    assert back_up(old, folder).complaints == [damaged]
    missing = f"Handin 2 of ada@x.edu to dl/hw1: its file {second.digest} is missing."
    (folder / "blobs" / second.digest[:2] / second.digest).unlink()
    in_backup = spoil(folder / "blobs", third.digest)
    lost = [
        damaged.replace("damaged", "missing"),
        missing,
        f"Handin 3 of ada@x.edu to dl/hw1: its file {third.digest} is missing.",
    ]
    assert restore(new, folder).complaints == [*lost, f"{in_backup} is damaged."]
    assert verify(new) == lost


def test_a_backup_that_is_cut_short_leaves_the_one_before(on_sqlite: Site, tmp_path: Path) -> None:
    old, new, folder = on_sqlite.old, on_sqlite.new, tmp_path / "backup"
    with served(old) as house:
        ada = filled(house)
        back_up(old, folder)
        before = shown(ada)
        ada.hand_in(handin(7))
        nowhere = {"objects": "s3://bucket", "s3_endpoint": "http://127.0.0.1:1", "s3_key_id": "k"}
        with pytest.raises(BlobsAway):
            back_up(old.model_copy(update=nowhere), folder)
    assert (folder / "database.new.sqlite").exists()
    assert restore(new, folder).submissions == len(before)


def test_nothing_is_restored_over_what_is_there(on_sqlite: Site, tmp_path: Path) -> None:
    old, new, folder = on_sqlite.old, on_sqlite.new, tmp_path / "backup"
    with served(old) as house:
        filled(house)
    back_up(old, folder)
    with pytest.raises(NotEmpty, match=r"There is a database .*old.*, and nothing is overwritten"):
        restore(old, folder)
    new.data.mkdir()
    with lock_of(new.data), pytest.raises(AlreadyServed):
        restore(new, folder)
    (new.data / "secret").write_text("ab" * 32)
    with pytest.raises(NotEmpty, match=r"The secret in .*new/secret is not the backup's"):
        restore(new, folder)
    with pytest.raises(NotEmpty, match="The secret in ALLCLOSE_SECRET is not the backup's"):
        restore(new.model_copy(update={"secret": "cd" * 32}), folder)
    assert not (new.data / "allclose.db").exists()
    secret = BackupFolder(folder).secret
    restored = restore(new.model_copy(update={"secret": secret, "data": tmp_path / "third"}), folder)
    assert (restored.submissions, restored.complaints) == (3, [])
    assert not (tmp_path / "third" / "secret").exists()


def test_what_is_no_backup_or_another_servers_is_refused(on_sqlite: Site, tmp_path: Path) -> None:
    old, new, folder = on_sqlite.old, on_sqlite.new, tmp_path / "backup"
    with pytest.raises(NothingToBackUp, match="There is no secret in"):
        back_up(old, folder)
    with pytest.raises(NoBackup, match="holds no complete backup"):
        restore(new, folder)
    with served(old) as house:
        filled(house, 1)
    back_up(old, folder)
    with served(new) as house:
        house.course(LINEAR)
    with pytest.raises(NoBackup, match="is the backup of another server"):
        back_up(new, folder)
    newer = (folder / "backup.json").read_text().replace('"revision":"', '"revision":"from-the-future-')
    (folder / "backup.json").write_text(newer)
    with pytest.raises(NoBackup, match="install the release that made it"):
        restore(Settings(data=tmp_path / "third"), folder)


@pytest.mark.postgres
def test_a_postgres_is_dumped_first_and_restored_first(postgres: Postgres, tmp_path: Path) -> None:
    old, new = (Settings(data=tmp_path / name, database=postgres.empty()) for name in ("old", "new"))
    folder = tmp_path / "backup"
    with served(old) as house:
        filled(house, 1)
    with pytest.raises(NothingToBackUp, match=r"Dump the database first.*pg_dump --format=custom"):
        back_up(old, folder)
    (folder / "database.new.dump").write_bytes(b"-- a dump of another kind")
    with pytest.raises(NothingToBackUp, match="is not what pg_dump --format=custom writes"):
        back_up(old, folder)
    (folder / "database.new.dump").unlink()
    made = back_up(old, folder, with_database=False)
    assert (made.complaints, made.description.kind) == ([], "postgresql")
    with pytest.raises(NotRestored, match=r"The database is empty.*pg_restore.*database.dump"):
        restore(new, folder)
    with served(new) as house:
        filled(house, 1)
    with pytest.raises(NotEmpty, match="is another server's, not the one of this backup"):
        restore(new, folder)
    with pytest.raises(NoBackup, match="The backup is of a database of kind postgresql"):
        restore(Settings(data=tmp_path / "third"), folder)
