"""A handin's walk on every version of Postgres that is here: the oldest we promise, and the newest."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic import command

from api.db.migrate import migrations, upgrade
from api.db.models import Role
from api.db.session import Database
from tests.fixtures.postgres import Postgres
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import House

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("servers")]

OLDEST = 150_000
STUDENTS = 8


def test_it_is_a_version_that_we_promise(each_postgres: Postgres) -> None:
    with psycopg.connect(each_postgres.url("postgres")) as connection:
        assert connection.info.server_version >= OLDEST


def test_migrations_make_what_the_code_expects_and_can_be_taken_back(each_postgres: Postgres) -> None:
    url = each_postgres.empty()
    upgrade(url)
    command.check(migrations(url))
    command.downgrade(migrations(url), "base")
    upgrade(url)
    command.check(migrations(url))


def test_handins_at_once_are_each_claimed_once_and_graded(each_postgres: Postgres, tmp_path: Path) -> None:
    database = Database(each_postgres.fresh())
    with House(database, tmp_path / "data") as house:
        house.course(LINEAR)
        people = [house.person(f"{n}@x.edu", Role.STUDENT) for n in range(STUDENTS)]
        with ThreadPoolExecutor(STUDENTS) as pool:
            receipts = [
                answer.json()
                for answer in pool.map(
                    lambda person: person.hand_in(tar({"mytorch/linear.py": person.email.encode()})), people
                )
            ]
            jobs = list(pool.map(lambda n: house.claim(f"w{n}"), range(STUDENTS + 2)))
            claimed = [job for job in jobs if job is not None]
            # Whoever found every row held by others comes again, as a worker does.
            while (job := house.claim()) is not None:
                claimed.append(job)
            assert sorted(job.submission for job in claimed) == sorted(receipt["id"] for receipt in receipts)
            assert all(all(told) for told in pool.map(lambda job: house.settle(job, LINEAR), claimed))
        for person, receipt in zip(people, receipts, strict=True):
            shown = person.get(f"/submissions/{receipt['id']}").json()
            assert (shown["state"], shown["earned"]) == ("graded", 5)
    database.close()
