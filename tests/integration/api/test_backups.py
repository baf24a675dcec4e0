"""Servers that are written to are backed up, and restored, by the commands of OPERATING.md, word for word."""

from pathlib import Path

import pytest

from api.blobs import BlobsAway
from api.db.models import Role, Submission
from api.settings import Settings
from deploy.backup.folder import BackupFolder, NoBackup
from deploy.backup.making import NothingToBackUp, back_up
from deploy.backup.restoring import NotEmpty, NotRestored, restore, verify
from deploy.embedded import AlreadyServed, lock_of
from tests.acceptance.operator import allclose
from tests.fixtures.postgres import Postgres
from tests.fixtures.s3 import KEY, KEY_ID, S3
from tests.integration.api.backed_up import Operator, Site, filled, handin, handing_in, served, shown, uploads
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import PASSWORD, Person

pytestmark = pytest.mark.xdist_group("servers")


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Site:
    return Site(Settings(data=tmp_path / "old"), Settings(data=tmp_path / "new"), 0)


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
