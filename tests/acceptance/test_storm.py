"""A short storm; `make storm` is the long one. And that a verdict finds what would be wrong after one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.db.migrate import upgrade
from api.db.models import Grading, GradingState, Role
from api.db.session import Database
from api.events import service as events
from tests.acceptance.storm.__main__ import storm
from tests.acceptance.storm.calamities import possible
from tests.acceptance.storm.storm import Plan
from tests.acceptance.storm.students import Ledger
from tests.acceptance.storm.verdict import judge
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House
from tests.service.course import TRAINING, Upload

SAMPLES = ("full-marks", "own-style", "half-done", "gradients-summed", "missing-file")


@pytest.mark.postgres
def test_whatever_dies_all_that_was_accepted_is_graded_once_with_the_score_it_has_in_calm():
    calamities = len(possible())
    plan = Plan(seed=7, submissions=40, calamities=calamities, ahead=16, samples=SAMPLES, without=[TRAINING])
    outcome = storm(plan, workers=2)

    assert outcome.verdict.wrong == []
    assert sorted(name for _, name in outcome.calamities) == sorted(possible())
    ledger = outcome.ledger
    assert len(ledger.accepted) + len(ledger.given_up) == plan.submissions
    assert outcome.verdict.graded == len(ledger.accepted) > plan.submissions / 4


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'allclose.db'}"
    upgrade(url)
    database = Database(url)
    with House(database, tmp_path / "data") as house:
        yield house
    database.close()


def handed_in(house: House, points: float = 5) -> Ledger:
    """One handin, accepted and graded with full marks; what its sample must earn."""
    house.course(LINEAR)
    answer = house.person("ada@x.edu", Role.STUDENT).hand_in(key="mine")
    assert answer.status_code == 202
    job = house.claim()
    assert job is not None
    house.settle(job, LINEAR)
    upload = Upload("sample", "token", "handin.tar", b"", {"linear": points})
    return Ledger(accepted={answer.json()["id"]: "mine"}, uploads={"mine": upload, "other": upload})


def test_a_verdict_finds_nothing_where_nothing_is_wrong(house: House):
    verdict = judge(house.database, handed_in(house))
    assert (verdict.wrong, verdict.graded, dict(verdict.attempts)) == ([], 1, {1: 1})


def test_a_verdict_finds_another_score_a_second_report_and_what_is_not_graded(house: House):
    ledger = handed_in(house, points=4)
    (submission,) = ledger.accepted
    assert judge(house.database, ledger).wrong == [
        f"mine, submission {submission}: linear earned 5 where its sample earns 4"
    ]

    ledger.uploads["mine"] = Upload("sample", "token", "handin.tar", b"", {"linear": 5.0})
    grading = grading_of(house, submission)
    with house.database.writing() as session:
        events.note_report(session, submission, grading, GradingState.DONE)
    assert judge(house.database, ledger).wrong[0].endswith("linear was reported 2 times")

    with house.database.writing() as session:
        session.get_one(Grading, grading).state = GradingState.QUEUED
    verdict = judge(house.database, ledger)
    assert "linear is queued" in verdict.wrong[0]
    assert verdict.graded == 0


def test_a_verdict_finds_what_is_missing_and_what_was_left_behind(house: House):
    ledger = handed_in(house)
    ledger.given_up.append("mine")
    ledger.accepted["nowhere"] = "other"
    assert judge(house.database, ledger).wrong == [
        "other was told of submission nowhere, and there is none",
        "mine was refused, and left a submission behind",
    ]


def grading_of(house: House, submission: str) -> str:
    with house.database.reading() as session:
        return session.scalars(select(Grading.id).where(Grading.submission_id == submission)).one()
