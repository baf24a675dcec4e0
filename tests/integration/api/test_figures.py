"""What is counted of handins and asked of the database, on both databases."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from api.db.base import utc_now
from api.db.models import Grading, Role
from api.db.session import Database
from api.gradings import repository, service
from api.metrics import REGISTRY
from api.metrics.lines import LineFigures
from api.queue import PROCESSORS, Served
from api.recorder import ReportRefused, settle
from tests.fixtures.figures import samples, since_now, value
from tests.integration.api.homework import LINEAR, TORCH, fault, report
from tests.integration.api.house import LEASE, House

NUMPY = {"queue": "grade", "device": "cpu", "runtime": "numpy"}


def test_a_handin_is_counted_when_it_comes_is_claimed_and_gets_its_scores(house: House) -> None:
    grown = since_now(REGISTRY)
    house.course(LINEAR, TORCH)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    assert grown("allclose_submissions_accepted_total") == 1
    assert grown("allclose_handin_bytes_sum") > 0
    jobs = [house.claim(), house.claim()]
    assert grown("allclose_attempts_total", queue="grade") == 2
    for job, failed in zip(jobs, [(), ("backward",)], strict=True):
        assert grown("allclose_submission_wait_seconds_count") == 0
        house.settle(job, LINEAR, TORCH, failed=failed)
    settled = "allclose_gradings_settled_total"
    assert (grown(settled, verdict="passed"), grown(settled, verdict="failed")) == (1, 1)
    assert grown(settled, problem=LINEAR.slug) == 1
    assert grown("allclose_grading_seconds_count", problem=LINEAR.slug) == 1
    assert grown("allclose_submission_wait_seconds_count") == 1


def test_attempts_that_fail_are_counted_and_a_fault_at_the_last(house: House) -> None:
    house.course(LINEAR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    grown = since_now(REGISTRY)
    for _ in range(3):
        (item,) = house.claim().items
        assert grown("allclose_gradings_settled_total") == 0
        with house.database.writing() as session:
            settle(session, item, fault(LINEAR, item))
    assert grown("allclose_attempts_given_back_total", queue="grade") == 3
    assert grown("allclose_gradings_settled_total", verdict="fault", problem=LINEAR.slug) == 1


def test_late_and_refused_reports_and_attempts_put_back_are_counted(house: House) -> None:
    house.course(LINEAR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    job = house.claim()
    (item,) = job.items
    grown = since_now(REGISTRY)
    with pytest.raises(ReportRefused), house.database.writing() as session:
        settle(session, item, replace(report(LINEAR, item), bundle="0" * 64))
    with house.database.writing() as session:
        service.relinquish(session, repository.grading(session, item.grading), item.attempt)
    house.settle(job, LINEAR)
    ignored = "allclose_reports_ignored_total"
    assert (grown(ignored, why="refused"), grown(ignored, why="late")) == (1, 1)
    assert grown("allclose_attempts_put_back_total", queue="grade") == 1
    assert grown("allclose_gradings_settled_total") == 0


def test_what_is_rolled_back_is_not_counted(house: House) -> None:
    house.course(LINEAR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    grown = since_now(REGISTRY)
    with house.database.reading() as session:  # which never commits
        assert service.claim(session, worker="w", runtimes=["numpy"], devices=["cpu"], lease=LEASE)
    assert grown("allclose_attempts_total") == 0


def test_the_lines_tell_what_waits_since_when_what_runs_and_whose_lease_has_run_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.metrics.lines.KEPT_SECONDS", 3600.0)
    house.course(LINEAR, TORCH)
    ada = house.person("ada@x.edu", Role.STUDENT)
    for _ in range(3):
        ada.hand_in()
    house.claim(runtimes=["numpy"])
    earlier = utc_now() - timedelta(minutes=5)
    with house.database.writing() as session:
        queued = update(Grading).where(Grading.state == "queued").values(queued_at=earlier)
        session.execute(queued)
    figures = LineFigures(house.database, lambda: PROCESSORS)
    assert value(figures, "allclose_database_up") == 1
    assert value(figures, "allclose_queue_length", **NUMPY) == 2
    assert value(figures, "allclose_queue_length", queue="grade", runtime="torch") == 3
    assert 300 <= value(figures, "allclose_queue_oldest_seconds", **NUMPY) < 400
    assert value(figures, "allclose_attempts_running", **NUMPY) == 1
    assert value(figures, "allclose_leases_lapsed") == 0
    assert value(figures, "allclose_queue_served", **NUMPY) == 1
    gpus = {"queue": "grade", "device": "cuda", "runtime": "torch"}
    assert [each.value for each in samples(figures, "allclose_queue_length", **gpus)] == [0]

    with house.database.writing() as session:
        session.execute(update(Grading).values(lease_until=earlier))
    assert value(figures, "allclose_leases_lapsed") == 0, "the last answer is still good"
    fresh = LineFigures(house.database, lambda: Served(frozenset({"torch"})))
    assert value(fresh, "allclose_leases_lapsed", **NUMPY) == 1
    assert value(fresh, "allclose_queue_served", **NUMPY) == 0


def test_a_database_that_is_away_is_a_figure_and_no_failure(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    read = [metric.name for metric in LineFigures(database, lambda: PROCESSORS).collect()]
    database.close()
    assert read == ["allclose_database_up"]
