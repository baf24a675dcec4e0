from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from api.db.base import Base, happening_at, new_id, utc_now
from api.db.models import Course, Member, Role
from api.db.session import Database, after_commit


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


def count(database: Database) -> int:
    with database.reading() as session:
        return session.query(Course).count()


def interrupted(database: Database, work: Callable[[Session], object]) -> None:
    """Do some of the work of a transaction, then fail."""
    with database.writing() as session:
        work(session)
        session.flush()
        raise RuntimeError


def test_what_a_block_writes_is_there_when_it_ends(database: Database) -> None:
    with database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning"))
    assert count(database) == 1


def test_a_block_that_raises_writes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        interrupted(database, lambda session: session.add(Course(slug="dl", title="Deep learning")))
    assert count(database) == 0


def test_what_waits_for_the_commit_sees_it(database: Database) -> None:
    seen: list[int] = []
    with database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning"))
        after_commit(session, lambda: seen.append(count(database)))
        assert seen == []
    assert seen == [1]


def test_what_waits_for_the_commit_never_happens_after_a_rollback(database: Database) -> None:
    seen: list[int] = []
    with pytest.raises(RuntimeError):
        interrupted(database, lambda session: after_commit(session, lambda: seen.append(1)))
    with database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning"))
    assert seen == []


def test_a_second_writer_waits_for_the_first(database: Database) -> None:
    def rename(session: Session) -> None:
        course = session.query(Course).one()
        course.title += "!"

    def write() -> None:
        for _ in range(20):
            with database.writing() as session:
                rename(session)

    with database.writing() as session:
        session.add(Course(slug="dl", title=""))
    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.query(Course).one().title == "!" * 80


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning"))
        session.flush()
        assert count(database) == 0


def test_a_row_cannot_name_one_that_is_not_there(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Member(course_id=new_id(), user_id=new_id(), role=Role.TA))


def test_moments_come_back_in_utc(database: Database) -> None:
    eastern = datetime(2026, 2, 1, 23, 59, tzinfo=timezone(timedelta(hours=-5)))
    with database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning", served_at=eastern))
    with database.reading() as session:
        kept = session.query(Course).one().served_at
    assert kept == eastern
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 2, 1)  # noqa: DTZ001  (it is the point)
    with pytest.raises(StatementError, match="no time zone"), database.writing() as session:
        session.add(Course(slug="dl", title="Deep learning", served_at=naive))


def test_identifiers_are_distinct_and_of_version_7() -> None:
    drawn = {new_id() for _ in range(1000)}
    assert len(drawn) == 1000
    assert {id_[14] for id_ in drawn} == {"7"}
    assert {id_[19] for id_ in drawn} <= set("89ab")


def test_identifiers_sort_by_the_time_they_were_made() -> None:
    drawn = []
    for milliseconds in (0, 1, 1000):
        with happening_at(utc_now() + timedelta(milliseconds=milliseconds)):
            drawn.append(new_id())
    assert drawn == sorted(drawn)


def test_a_clock_is_moved_for_one_thread_and_comes_back() -> None:
    past = datetime(2020, 2, 1, 23, 59, tzinfo=UTC)
    with happening_at(past):
        with happening_at(past + timedelta(seconds=1)):
            assert utc_now() == past + timedelta(seconds=1)
        assert utc_now() == past
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(utc_now).result() > past + timedelta(days=1)
    assert utc_now() > past + timedelta(days=1)
