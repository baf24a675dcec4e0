"""Points that people give, on both databases: proposals confirmed and changed, written answers marked."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.db.base import utc_now
from api.db.models import Grading, GradingState, Role, Submission
from api.gradings import service
from api.recorder import settle
from graders.problem import Problem
from tests.integration.api.homework import LINEAR, PROOFS, STATS, fault, tar
from tests.integration.api.house import LEASE, House, Person

PDF = b"%PDF-1.4\n%%EOF\n"
WAITING = "/courses/dl/assignments/hw1/waiting"


class Scene:
    """A student's submission to some problems, and a TA who decides."""

    def __init__(self, house: House, *problems: Problem) -> None:
        house.course(*problems)
        self.house, self.problems = house, problems
        self.ada, self.ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
        self.id = self.ada.hand_in(tar({"hw1/hw1.py": b"x = 1\n", "proofs.pdf": PDF})).json()["id"]

    def grade(self, *failed: str) -> None:
        """Let the machine grade what it can."""
        job = self.house.claim()
        assert job is not None
        self.house.settle(job, *self.problems, failed=failed)

    def break_down(self) -> None:
        """Let the machine fail until it is given up."""
        while (job := self.house.claim()) is not None:
            with self.house.database.writing() as session:
                settle(session, job.items[0], fault(self.problems[0], job.items[0]))

    def seen(self, who: Person) -> dict[str, Any]:
        answer: dict[str, Any] = who.get(f"/submissions/{self.id}").json()
        return answer

    def told(self, who: Person, number: int = 0) -> dict[str, Any]:
        """One problem of the submission, as somebody is told of it."""
        problem: dict[str, Any] = self.seen(who)["problems"][number]
        return problem

    def read(self, number: int = 0) -> dict[str, Any]:
        """One grading as the TA reads it."""
        answer: dict[str, Any] = self.ta.get(f"/gradings/{self.told(self.ta, number)['grading']}").json()
        return answer

    def decide(self, number: int = 0, who: Person | None = None, **ruling: Any) -> Any:
        """Decide on a grading as it is now, unless an earlier revision is said."""
        read = self.read(number)
        body = {"revision": read["revision"]} | ruling
        return (who or self.ta).ask("PUT", f"/gradings/{read['grading']}/decision", json=body)


def kept(house: House) -> float | None:
    """The submission's total in the database."""
    with house.database.reading() as session:
        return session.query(Submission).one().earned


def test_what_a_machine_proposes_is_no_score_until_somebody_confirms_it(house: House) -> None:
    scene = Scene(house, STATS, LINEAR)
    scene.grade("errors")
    told, seen = scene.told(scene.ada), scene.seen(scene.ada)
    assert (told["state"], told["earned"], told["proposed"], told["points"]) == ("review", None, 3, 5)
    assert (seen["state"], seen["earned"], seen["points"], seen["undecided"]) == ("review", 5, 10, 5)
    assert kept(house) is None
    assert scene.decide(earned=3).json()["earned"] == 3
    told, seen = scene.told(scene.ada), scene.seen(scene.ada)
    assert (told["state"], told["earned"], told["proposed"]) == ("done", 3, 3)
    assert (seen["state"], seen["earned"], seen["undecided"]) == ("graded", 8, 0)
    assert kept(house) == 8


def test_a_change_needs_a_reason_and_the_student_reads_it(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade("errors")
    refused = scene.decide(earned=4.5)
    assert refused.status_code == 422
    assert "the grader proposes 3 points, and you give 4.5" in refused.json()["detail"]
    assert scene.decide(earned=4.5, reason="Your errors are per batch.").status_code == 200
    decision = scene.told(scene.ada)["decision"]
    assert (decision["earned"], decision["reason"]) == (4.5, "Your errors are per batch.")
    assert "by" not in decision
    assert scene.decide(earned=3).status_code == 422


def test_a_written_answer_waits_for_a_person_from_the_start(house: House) -> None:
    scene = Scene(house, PROOFS)
    assert house.queue.jobs == []
    assert house.claim() is None
    seen = scene.seen(scene.ada)
    assert (seen["state"], seen["earned"], seen["points"], seen["undecided"]) == ("review", None, 7, 7)
    assert seen["problems"][0]["report"]["verdict"] == "waiting"
    assert scene.decide(marks={"density": 4, "positive": 1.5}, reason="Which way is it?").status_code == 200
    told = scene.told(scene.ada)
    assert (scene.seen(scene.ada)["state"], told["earned"], kept(house)) == ("graded", 5.5, 5.5)
    marks = {mark["name"]: (mark["earned"], mark["points"]) for mark in told["decision"]["marks"]}
    assert marks == {"density": (4, 4), "positive": (1.5, 3)}
    assert told["decision"]["marks"][0]["text"] == "The determinant."


def test_what_nobody_can_read_is_told_at_once(house: House) -> None:
    house.course(PROOFS)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in(tar({"proofs.pdf": b"\xd0\xcf\x11\xe0"})).json()["id"]
    notes = ada.get(f"/submissions/{id_}").json()["problems"][0]["report"]["notes"]
    assert notes == [
        "`proofs.pdf` is no PDF but an old Office document: export your answer as PDF and hand in again."
    ]


MARKED: list[tuple[dict[str, Any], str]] = [
    ({"earned": 7}, "Give the points of every rubric item"),
    ({"marks": {"density": 4}}, "positive has none yet"),
    ({"marks": {"density": 5, "positive": 0}}, "density: 5 points are not between 0 and 4"),
    ({"marks": {"density": 4, "positive": 0, "style": 0}}, "The rubric has no item 'style'"),
    ({"marks": {"density": 4, "positive": 0}, "earned": 7}, "add up to 4 and not to 7"),
    ({"marks": {"density": -1, "positive": 0}}, "marks.density"),
]
GIVEN: list[tuple[dict[str, Any], str]] = [
    ({"earned": 5.5, "reason": "x"}, "5.5 points are not between 0 and the problem's 5"),
    ({"reason": "x"}, "Say how many points"),
    ({"earned": 4, "reason": "a\0b"}, "reason"),
    ({"earned": "NaN"}, "earned"),
]


@pytest.mark.parametrize(("problem", "rulings"), [(PROOFS, MARKED), (STATS, GIVEN)])
def test_points_that_break_a_rule_are_refused_in_a_sentence(
    house: House, problem: Problem, rulings: list[tuple[dict[str, Any], str]]
) -> None:
    scene = Scene(house, problem)
    if not problem.is_written:
        scene.grade("errors")
    for ruling, said in rulings:
        refused = scene.decide(**ruling)
        assert refused.status_code == 422
        assert said in refused.json()["detail"]
    assert scene.told(scene.ada)["decision"] is None


def test_of_two_who_decide_at_once_the_second_hears_what_the_first_did(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade()
    other = house.person("tom@x.edu", Role.INSTRUCTOR)
    seen = scene.read()["revision"]
    assert scene.decide(earned=4, reason="Not shuffled.", revision=seen).status_code == 200
    late = scene.decide(who=other, earned=5, revision=seen)
    assert late.status_code == 409
    assert late.json()["type"] == "urn:allclose:overtaken"
    assert "ta@x.edu gave 4 of 5 points (“Not shuffled.”) while you read" in late.json()["detail"]
    again = {"earned": 5, "reason": "It is shuffled.", "revision": late.json()["revision"]}
    assert scene.decide(who=other, **again).status_code == 200
    assert scene.told(scene.ada)["earned"] == 5


def test_many_who_decide_at_one_moment_leave_one_decision(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade()
    read = scene.read()
    path, body = f"/gradings/{read['grading']}/decision", {"revision": read["revision"], "reason": "x"}

    def decide(earned: int) -> int:
        return scene.ta.ask("PUT", path, json=body | {"earned": earned}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(decide, range(6))) == [200] + [409] * 5
    assert len(scene.ta.get(f"/gradings/{read['grading']}/decisions").json()) == 1


def test_every_decision_is_kept_with_who_made_it_and_what_was_proposed(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade("losses")
    scene.decide(earned=2)
    scene.decide(earned=5, reason="I had misread it.")
    listed = scene.ta.get(f"/gradings/{scene.read()['grading']}/decisions").json()
    assert [(each["number"], each["earned"], each["proposed"], each["by"]) for each in listed] == [
        (2, 5, 2, "ta@x.edu"),
        (1, 2, 2, "ta@x.edu"),
    ]
    assert scene.read()["decision"]["number"] == 2


def test_a_fault_can_be_decided_by_hand(house: House) -> None:
    scene = Scene(house, STATS)
    scene.break_down()
    assert scene.seen(scene.ada)["state"] == "fault"
    assert [each["state"] for each in scene.ta.get(WAITING).json()] == ["fault"]
    assert scene.decide(earned=5).status_code == 200
    assert (scene.seen(scene.ada)["state"], kept(house)) == ("graded", 5)


def requeue(house: House) -> None:
    """Put the grading back into the line, as grading it again does."""
    with house.database.writing() as session:
        grading = session.query(Grading).one()
        grading.state, grading.attempt_limit = GradingState.QUEUED, grading.attempt + 3


def test_a_machine_never_takes_back_what_a_person_decided(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade("errors")
    scene.decide(earned=4, reason="Nearly.")
    requeue(house)
    assert scene.told(scene.ada)["earned"] == 4
    scene.grade("errors", "losses")
    told = scene.told(scene.ada)
    assert (told["state"], told["earned"], told["proposed"], kept(house)) == ("done", 4, 0, 4)
    requeue(house)
    scene.break_down()
    told = scene.told(scene.ada)
    assert (told["state"], told["earned"], kept(house)) == ("done", 4, 4)
    assert scene.seen(scene.ada)["state"] == "graded"


def test_who_read_an_earlier_proposal_confirms_no_later_one(house: House) -> None:
    scene = Scene(house, STATS)
    scene.grade("errors")
    seen = scene.read()["revision"]
    requeue(house)
    assert scene.decide(earned=3, revision=seen).status_code == 409
    scene.grade()
    late = scene.decide(earned=3, revision=seen)
    assert late.status_code == 409
    assert "graded again while you read" in late.json()["detail"]


def test_nothing_is_decided_while_a_machine_grades_or_where_it_grades_alone(house: House) -> None:
    scene = Scene(house, STATS, LINEAR)
    assert "being graded now" in scene.decide(earned=5).json()["detail"]
    scene.grade()
    refused = scene.decide(1, earned=5)
    assert refused.status_code == 409
    assert "Linear layer is graded by the machine alone" in refused.json()["detail"]


def test_what_waits_is_listed_problem_by_problem_and_each_student_once(house: House) -> None:
    scene = Scene(house, STATS, PROOFS)
    scene.grade("errors")
    bob = house.person("bob@x.edu", Role.STUDENT)
    for _ in range(2):
        bob.hand_in()
        scene.grade()
    listed = scene.ta.get(WAITING)
    lines = [(each["problem"], each["student"], each["number"], each["proposed"]) for each in listed.json()]
    assert lines == [
        ("stats", "ada@x.edu", 1, 3),
        ("stats", "bob@x.edu", 2, 5),
        ("proofs", "ada@x.edu", 1, None),
        ("proofs", "bob@x.edu", 2, None),
    ]
    assert listed.headers["x-total-count"] == "4"
    assert len(scene.ta.get(WAITING, params={"every": True}).json()) == 6
    assert len(scene.ta.get(WAITING, params={"problem": "proofs"}).json()) == 2
    page = scene.ta.get(WAITING, params={"per_page": 1, "page": 3})
    assert [each["problem"] for each in page.json()] == ["proofs"]


def test_a_reader_goes_from_one_that_waits_to_the_next(house: House) -> None:
    scene = Scene(house, STATS, PROOFS)
    scene.grade()
    bob = house.person("bob@x.edu", Role.STUDENT)
    bob.hand_in()
    scene.grade()
    ids = [each["grading"] for each in scene.ta.get(WAITING).json()]
    for before, id_, after in zip([None, *ids[:-1]], ids, [*ids[1:], None], strict=True):
        read = scene.ta.get(f"/gradings/{id_}").json()
        assert (read["previous"], read["next"]) == (before, after)
    scene.decide(earned=5)
    assert scene.ta.get(f"/gradings/{ids[1]}").json()["previous"] is None


def test_a_lost_worker_is_no_decision(house: House) -> None:
    scene = Scene(house, STATS)
    house.claim()
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    assert scene.ta.get(WAITING).json() == []
    assert scene.told(scene.ada)["state"] == "queued"
