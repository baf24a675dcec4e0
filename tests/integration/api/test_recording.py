"""Writing reports down, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from api.db.base import utc_now
from api.db.models import Event, EventKind, Role, Submission
from api.gradings import service
from api.recorder import ReportRefused, settle
from graders.job import GradeItem, GradeJob
from graders.problem import Visibility
from graders.report import Report, Verdict
from tests.integration.api.homework import LINEAR, SECRET, TORCH, fault, report
from tests.integration.api.house import LEASE, House, Person


def record(house: House, item: GradeItem, told: Report) -> bool:
    with house.database.writing() as session:
        return settle(session, item, told)


def one_job(house: House) -> tuple[Person, GradeJob]:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    ada.hand_in()
    job = house.claim()
    assert job is not None
    return ada, job


def submission(person: Person, job: GradeJob) -> dict[str, object]:
    answer: dict[str, object] = person.get(f"/submissions/{job.submission}").json()
    return answer


def test_a_report_is_recorded_with_its_points_and_reasons(house: House) -> None:
    ada, job = one_job(house)
    assert record(house, job.items[0], report(LINEAR, job.items[0], failed=("backward",)))
    seen = submission(ada, job)
    assert (seen["state"], seen["earned"], seen["points"]) == ("graded", 2, 5)
    verdicts = [check["verdict"] for check in seen["problems"][0]["report"]["checks"]]
    assert verdicts == ["passed", "failed", "passed"]


def test_a_report_delivered_twice_is_recorded_once(house: House) -> None:
    ada, job = one_job(house)
    (item,) = job.items
    assert record(house, item, report(LINEAR, item, failed=("backward",)))
    assert not record(house, item, report(LINEAR, item))
    assert submission(ada, job)["earned"] == 2
    with house.database.reading() as session:
        assert session.query(Event).filter(Event.kind == EventKind.FINISHED).count() == 1


def test_a_report_delivered_many_times_at_once_is_recorded_once(house: House) -> None:
    _, job = one_job(house)
    (item,) = job.items
    with ThreadPoolExecutor(8) as pool:
        recorded = list(pool.map(lambda _: record(house, item, report(LINEAR, item)), range(8)))
    assert sorted(recorded) == [False] * 7 + [True]


def test_two_problems_settled_at_once_finish_the_submission_once(house: House) -> None:
    house.course(LINEAR, TORCH)
    ada = house.person("ada@x.edu", Role.STUDENT)
    for _ in range(5):
        id_ = ada.hand_in().json()["id"]
        jobs = [house.claim(), house.claim()]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda job: house.settle(job, LINEAR, TORCH), jobs))
        assert ada.get(f"/submissions/{id_}").json()["state"] == "graded"
        with house.database.reading() as session:
            kinds = [each.kind for each in session.query(Event).filter(Event.submission_id == id_)]
            assert kinds.count(EventKind.FINISHED) == 1
            assert session.get_one(Submission, id_).earned == 9


def test_a_report_of_an_earlier_attempt_comes_too_late(house: House) -> None:
    ada, job = one_job(house)
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    assert not record(house, job.items[0], report(LINEAR, job.items[0]))
    again = house.claim()
    assert again is not None
    assert not record(house, job.items[0], report(LINEAR, job.items[0]))
    assert record(house, again.items[0], report(LINEAR, again.items[0], failed=("forward",)))
    assert submission(ada, job)["earned"] == 3


def test_a_fault_of_ours_is_tried_again_and_costs_no_marks(house: House) -> None:
    ada, job = one_job(house)
    for attempt in range(1, 4):
        assert job.items[0].attempt == attempt
        assert record(house, job.items[0], fault(LINEAR, job.items[0]))
        job = house.claim() or job
    seen = submission(ada, job)
    assert (seen["state"], seen["earned"]) == ("fault", None)
    assert submission(house.person("ta@x.edu", Role.TA), job)["problems"][0]["fault"] == "The box broke."


def test_a_fault_in_a_single_check_is_a_fault(house: House) -> None:
    ada, job = one_job(house)
    (item,) = job.items
    told = report(LINEAR, item, failed=("forward",))
    checks = (replace(told.checks[0], verdict=Verdict.FAULT), *told.checks[1:])
    assert record(house, item, replace(told, checks=checks))
    assert submission(ada, job)["state"] == "queued"


def forged(told: Report) -> dict[str, Report]:
    first, *rest = told.checks
    generous = replace(first, points=50.0, earned=50.0)
    return {
        "more points than the check has": replace(told, checks=(generous, *rest), points=53.0, earned=53.0),
        "earned above the points": replace(
            told, checks=(replace(first, earned=9.0), *rest), earned=told.earned + 7
        ),
        "less than nothing": replace(told, checks=(replace(first, earned=-1.0), *rest), earned=2.0),
        "not a number": replace(told, checks=(replace(first, earned=float("nan")), *rest)),
        "a sum that does not add up": replace(told, earned=told.earned + 1),
        "points that do not add up": replace(told, points=95.0),
        "a check too few": replace(told, checks=tuple(rest), earned=3.0),
        "a check twice": replace(told, checks=(first, first, *rest), earned=7.0),
        "another check": replace(told, checks=(replace(first, name="other"), *rest)),
        "another bundle": replace(told, bundle="0" * 64),
        "another problem": replace(told, problem="mlp"),
        "another visibility": replace(told, checks=(replace(first, visibility=Visibility.HIDDEN), *rest)),
    }


def test_forged_reports_are_refused_and_the_honest_one_still_counts(house: House) -> None:
    ada, job = one_job(house)
    (item,) = job.items
    for name, told in forged(report(LINEAR, item)).items():
        with pytest.raises(ReportRefused):
            record(house, item, told)
        assert submission(ada, job)["state"] == "running", name
    assert record(house, item, report(LINEAR, item))
    assert submission(ada, job)["earned"] == 5


def test_a_report_on_nothing_is_ignored(house: House) -> None:
    _, job = one_job(house)
    item = replace(job.items[0], grading="00000000-0000-7000-8000-000000000000")
    assert not record(house, item, report(LINEAR, item))


def test_points_are_kept_by_visibility(house: House) -> None:
    house.course(SECRET)
    ada, ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
    ada.hand_in()
    job = house.claim()
    assert job is not None
    house.settle(job, SECRET, failed=("never",))
    told, seen = submission(ada, job), submission(ta, job)
    assert (told["earned"], told["points"]) == (5, 5)
    assert (seen["earned"], seen["points"]) == (12, 23)
    verdicts = {check["name"]: check["verdict"] for check in told["problems"][0]["report"]["checks"]}
    assert verdicts == {"shown": "passed", "later": "withheld", "never": "withheld"}
