"""A release follows another in the midst of a deadline: what waited and what ran is graded by the new one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, func, select

from api.auth import service as auth
from api.auth.keys import Keys
from api.blobs import FileBlobStore
from api.db.base import new_id, utc_now
from api.db.migrate import migrations
from api.db.models import Grading, GradingState
from api.db.session import Database
from api.gradings import service as gradings
from api.queue import PROCESSORS, InMemoryQueue
from api.secret import read_secret
from api.submissions import service as submissions
from api.submissions.service import Upload as Received
from tests.acceptance.storm.storm import logs_of
from tests.acceptance.storm.students import Ledger
from tests.acceptance.storm.verdict import judge
from tests.service.course import SLUG, TRAINING, open_course
from tests.service.site import Site, Size, site_with

SAMPLES = ("full-marks", "gradients-summed", "missing-file", "own-style", "half-done")
LEASES = (timedelta(seconds=-1), timedelta(seconds=5))
"""Of two jobs that workers of the old release held when they were stopped."""
WRITES_SECONDS = 0.2
"""Between two handins to the old release."""
QUIET_SECONDS = 120.0


def before_last() -> str:
    """The state of a database that has seen neither the last migration nor the one before."""
    scripts = ScriptDirectory.from_config(migrations("sqlite://"))
    return [script.revision for script in scripts.walk_revisions()][2]


def hand_in_to_the_old_release(site: Site) -> Ledger:
    """A database as the old release leaves it: some wait, and two were being graded."""
    site.migrate()
    database, ledger = Database(site.database_url), Ledger()
    blobs, keys = FileBlobStore(site.data / "blobs"), Keys(read_secret(site.data))
    course = open_course(database, blobs, keys, len(SAMPLES), without=[TRAINING])
    queue = InMemoryQueue()
    for number, sample in enumerate(SAMPLES):
        upload = course.upload(sample, number)
        caller = auth.by_token(database, keys, upload.token)
        key = f"key-{number}"
        with database.writing() as session:
            target = submissions.admit(session, caller, SLUG, course.homework.slug, key)
            received = Received(upload.name, upload.data, key)
            ledger.accepted[submissions.submit(session, blobs, queue, target, received).id] = key
        ledger.uploads[key] = upload
    for lease in LEASES:
        with database.writing() as session:
            held = gradings.claim(
                session,
                worker="embedded",
                runtimes=PROCESSORS.runtimes,
                devices=PROCESSORS.devices,
                lease=lease,
            )
        assert held is not None
    database.close()
    command.downgrade(migrations(site.database_url), before_last())
    return ledger


class OldApi:
    """An API of the old release, as the database sees it: it writes the columns that it knows."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger
        self._tables = MetaData()
        self._tables.reflect(database.engine, only=("submissions", "gradings", "events"))
        waiting = [row for row in self._rows("gradings") if row["state"] == GradingState.QUEUED]
        ids = {row["submission_id"] for row in waiting}
        self._models = cycle([row for row in self._rows("submissions") if row["id"] in ids])
        self._gradings = waiting
        self._numbers = count(1000)

    def hand_in(self) -> None:
        """One more handin like one that waits."""
        model, number, id_ = next(self._models), next(self._numbers), new_id()
        key = f"key-{number}"
        own = {"id": id_, "number": number, "idempotency_key": key, "submitted_at": utc_now()}
        with self._database.engine.begin() as connection:
            connection.execute(self._table("submissions").insert().values(**model | own))
            for row in self._gradings:
                if row["submission_id"] == model["id"]:
                    its = {"id": new_id(), "submission_id": id_}
                    connection.execute(self._table("gradings").insert().values(**row | its))
            event = {"submission_id": id_, "sequence": 1, "kind": "state", "body": {"state": "queued"}}
            connection.execute(self._table("events").insert().values(**event, at=utc_now()))
        self._ledger.uploads[key] = self._ledger.uploads[model["idempotency_key"]]
        self._ledger.accepted[id_] = key

    @contextmanager
    def handing_in(self) -> Iterator[None]:
        """One handin after another, for as long as the block lasts."""
        over, failures = Event(), list[Exception]()

        def hand_in() -> None:
            try:
                while not over.wait(WRITES_SECONDS):
                    self.hand_in()
            except Exception as failure:  # noqa: BLE001  (told where the test waits)
                failures.append(failure)

        thread = Thread(target=hand_in)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
        assert failures == []

    def _table(self, name: str) -> Table:
        return self._tables.tables[name]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        with self._database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(self._table(name))).mappings()]


def wait_until_quiet(database: Database) -> None:
    """Return once nothing waits or runs."""
    waits = Grading.state.in_((GradingState.QUEUED, GradingState.RUNNING))
    deadline = time.monotonic() + QUIET_SECONDS
    while True:
        with database.reading() as session:
            left = session.scalar(select(func.count()).select_from(Grading).where(waits))
        if not left:
            return
        assert time.monotonic() < deadline, f"{left} gradings wait for ever"
        time.sleep(0.3)


@pytest.mark.postgres
def test_what_waits_and_runs_and_comes_during_an_upgrade_is_graded_by_the_new_release(tmp_path: Path):
    with site_with(tmp_path, Size(), prepare=lambda _: None, lease_seconds="15") as site:
        ledger = hand_in_to_the_old_release(site)
        database = Database(site.database_url)
        old = OldApi(database, ledger)
        before = len(ledger.accepted)
        with old.handing_in():
            site.migrate()
        assert len(ledger.accepted) > before, "there was no load"
        site.start()
        try:
            wait_until_quiet(database)
        except AssertionError:
            pytest.fail(logs_of(tmp_path))
        verdict = judge(database, ledger)
        database.close()
    assert verdict.wrong == []
    assert verdict.graded == len(ledger.accepted) > before
    assert max(verdict.attempts) == 2, "what ran was tried again"
