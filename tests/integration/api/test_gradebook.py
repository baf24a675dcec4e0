"""Gradebooks, excusals and results over REST, on both databases."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import event, select, update

from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, AuditEntry, Course, Role, Submission
from api.recorder import settle
from tests.integration.api.homework import LINEAR, PROOFS, SECRET, fault
from tests.integration.api.house import House, Person

BOOK = "/courses/dl/gradebook"
WORK = "/courses/dl/assignments"
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


@pytest.fixture
def prof(house: House) -> Person:
    due = utc_now() + timedelta(days=1)
    house.course(LINEAR, terms=Terms(due_at=due, closes_at=due + timedelta(days=9)))
    house.course(SECRET, assignment="hw2", terms=Terms(due_at=due + timedelta(days=7)))
    return house.person("prof@x.edu", Role.INSTRUCTOR)


def graded(house: House, person: Person, *failed: str, problem=LINEAR, assignment: str = "hw1") -> str:
    handed_in = person.hand_in(assignment=assignment)
    assert handed_in.status_code == 202, handed_in.text
    job = house.claim()
    assert job is not None
    house.settle(job, problem, failed=failed)
    return handed_in.json()["id"]


def cells(prof: Person, **wanted: str) -> dict[str, dict[str, dict]]:
    book = prof.get(BOOK, params=wanted).json()
    return {row["email"]: {cell["assignment"]: cell for cell in row["cells"]} for row in book["rows"]}


def member(prof: Person, email: str) -> str:
    return prof.get("/courses/dl/roster", params={"q": email}).json()[0]["id"]


def test_the_gradebook_shows_what_counts_with_lateness_taken_off(house: House, prof: Person) -> None:
    ada, bob, eve = (house.person(f"{name}@x.edu", Role.STUDENT) for name in ("ada", "bob", "eve"))
    graded(house, ada, "backward")
    best = graded(house, ada)
    late = graded(house, bob)
    with house.database.writing() as session:
        session.execute(update(Course).values(slip_days=1))
        session.execute(update(Assignment).where(Assignment.slug == "hw1").values(late_penalty=20))
        due = session.scalars(select(Assignment.due_at).where(Assignment.slug == "hw1")).one()
        moved = update(Submission).where(Submission.id == late)
        session.execute(moved.values(submitted_at=due + timedelta(days=2)))
    eve.hand_in()

    known = cells(prof)
    assert (known["ada@x.edu"]["hw1"]["submission"], known["ada@x.edu"]["hw1"]["final"]) == (best, 5)
    bobs = known["bob@x.edu"]["hw1"]
    assert (bobs["days_late"], bobs["slip_days"], bobs["penalty"], bobs["final"]) == (2, 1, 1, 4)
    assert known["eve@x.edu"]["hw1"]["mark"] == "running"
    assert {each["hw2"]["mark"] for each in known.values()} == {"absent"}
    book = prof.get(BOOK, params={"sort": "-total"}).json()
    assert [(row["email"], row["total"], row["possible"]) for row in book["rows"]] == [
        ("ada@x.edu", 5, 5),
        ("bob@x.edu", 4, 5),
        ("eve@x.edu", 0, 0),
    ]
    assert (book["columns"][0]["median"], book["columns"][1]["median"], book["median"]) == (4.5, None, 4)


def test_our_failure_and_what_waits_for_staff_are_told_apart(house: House, prof: Person) -> None:
    house.course(PROOFS, assignment="hw3")
    ada = house.person("ada@x.edu", Role.STUDENT)
    ada.hand_in(assignment="hw1")
    for _ in range(3):
        job = house.claim()
        assert job is not None
        with house.database.writing() as session:
            settle(session, job.items[0], fault(LINEAR, job.items[0]))
    ada.hand_in(assignment="hw3")
    known = cells(prof)["ada@x.edu"]
    assert (known["hw1"]["mark"], known["hw3"]["mark"]) == ("fault", "waiting")
    assert known["hw1"]["final"] is None


def test_who_is_excused_is_in_no_sum_and_it_is_written_down(house: House, prof: Person) -> None:
    ada = house.person("ada@x.edu", Role.STUDENT)
    graded(house, ada)
    address = f"{WORK}/hw1/excusals/{member(prof, 'ada')}"
    for reason in ("Ill.", "Ill.", "Ill, by certificate."):
        assert prof.ask("PUT", address, json={"reason": reason}).json()["reason"] == reason
    assert cells(prof)["ada@x.edu"]["hw1"]["mark"] == "excused"
    [row] = prof.get(BOOK).json()["rows"]
    assert (row["total"], row["possible"]) == (0, 0)
    [listed] = prof.get(f"{WORK}/hw1/excusals").json()
    assert (listed["student"], listed["by"]) == ("ada@x.edu", "prof@x.edu")
    canvas = prof.get(BOOK, params={"format": "canvas"}).text
    assert list(csv.reader(io.StringIO(canvas)))[2][5:] == ["EX", ""]
    assert prof.ask("PUT", f"{WORK}/hw1/excusals/{member(prof, 'prof')}", json={}).status_code == 409

    assert prof.ask("DELETE", address).status_code == 204
    assert prof.ask("DELETE", address).status_code == 204
    assert cells(prof)["ada@x.edu"]["hw1"]["final"] == 5
    with house.database.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action.like("excusal%")))
        told = [(entry.action, entry.details["was"]) for entry in acts]
    assert told == [
        ("excusal.put", None),
        ("excusal.put", "Ill."),
        ("excusal.remove", "Ill, by certificate."),
    ]


def test_each_format_is_had_by_its_name_or_by_what_is_accepted(house: House, prof: Person) -> None:
    graded(house, house.person("ada@x.edu", Role.STUDENT))
    table = prof.get(BOOK, headers={"Accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert 'filename="dl-gradebook.csv"' in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [(row["email"], row["hw1"], row["total"]) for row in rows] == [("ada@x.edu", "5", "5")]
    assert prof.get(BOOK, params={"format": "json"}, headers={"Accept": "text/csv"}).json()["course"] == "dl"
    assert prof.get(BOOK, params={"format": "xlsx"}).status_code == 422
    assert prof.get(BOOK, params={"section": "B"}).json()["rows"] == []


def test_a_thousand_students_need_as_many_queries_as_one(house: House, prof: Person) -> None:
    prof.get(BOOK)  # a token notes its first use
    few = counted(house, prof)
    head = "email,name,section\n" + "".join(f"s{n}@x.edu,S {n},A\n" for n in range(1000))
    done = prof.post("/courses/dl/roster/import", content=head, headers={"Content-Type": "text/csv"})
    assert done.json()["added"] == 1000
    graded(house, house.person("ada@x.edu", Role.STUDENT))
    assert counted(house, prof) == few


def counted(house: House, prof: Person) -> int:
    made: list[object] = []

    def note(*statement: object) -> None:
        made.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    assert prof.get(BOOK).status_code == 200
    event.remove(house.database.engine, "before_cursor_execute", note)
    return len(made)


def test_results_are_as_gradescope_describes_them(house: House, prof: Person) -> None:
    id_ = graded(house, house.person("ada@x.edu", Role.STUDENT), "backward")
    answer = prof.get(f"/submissions/{id_}/results.json")
    assert 'filename="results.json"' in answer.headers["content-disposition"]
    told = answer.json()
    assert told["score"] == 2
    assert {told["visibility"], told["stdout_visibility"]} <= VISIBILITIES
    assert isinstance(told["execution_time"], int | float)
    assert told["extra_data"]["submission"] == id_
    tests = {test["name"]: test for test in told["tests"]}
    assert set(tests) == {"Linear layer: forward", "Linear layer: backward", "Linear layer: shape"}
    wrong, right = tests["Linear layer: backward"], tests["Linear layer: forward"]
    assert (wrong["score"], wrong["max_score"], wrong["status"], wrong["number"]) == (0, 3, "failed", "1.2")
    assert (right["score"], right["max_score"], right["status"], right["number"]) == (2, 2, "passed", "1.1")
    assert (right["tags"], right["visibility"], right["output_format"]) == (["linear"], "visible", "text")
    assert right["extra_data"] == {
        "problem": "linear",
        "version": 1,
        "check": "forward",
        "verdict": "passed",
        "seconds": 0,
    }


def test_a_student_reads_of_results_what_the_page_shows_them(house: House, prof: Person) -> None:
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = graded(house, ada, "later", "never", problem=SECRET, assignment="hw2")
    path = f"/submissions/{id_}/results.json"
    whole = {test["name"]: test for test in prof.get(path).json()["tests"]}
    assert {test["visibility"] for test in whole.values()} == {"visible", "after_due_date", "hidden"}
    assert [whole[f"Secret: {name}"]["status"] for name in ("shown", "later", "never")] == [
        "passed",
        "failed",
        "failed",
    ]

    told = ada.get(path).json()
    assert told["score"] == 5
    tests = {test["name"]: test for test in told["tests"]}
    for name in ("Secret: later", "Secret: never"):
        assert {"score", "status"}.isdisjoint(tests[name])
        assert tests[name]["extra_data"]["verdict"] == "withheld"
    with house.database.writing() as session:
        session.execute(update(Assignment).values(due_at=utc_now() - timedelta(hours=1)))
    tests = {test["name"]: test for test in ada.get(path).json()["tests"]}
    assert tests["Secret: later"]["status"] == "failed"
    assert "status" not in tests["Secret: never"]
    assert house.person("eve@x.edu", Role.STUDENT).get(path).status_code == 404


def test_what_is_not_settled_has_no_score_and_what_a_person_gave_has(house: House, prof: Person) -> None:
    house.course(PROOFS, assignment="hw3")
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in(assignment="hw3").json()["id"]
    path = f"/submissions/{id_}/results.json"
    told = prof.get(path).json()
    assert "score" not in told
    assert "score" not in told["tests"][0]
    assert told["output"] == "Staff have still to decide a part of it."
    grading = prof.get(f"/submissions/{id_}").json()["problems"][0]["grading"]
    revision = prof.get(f"/gradings/{grading}").json()["revision"]
    marks = {"density": 4, "positive": 1}
    decided = prof.ask(
        "PUT",
        f"/gradings/{grading}/decision",
        json={"revision": revision, "marks": marks, "reason": "Jensen, the wrong way round."},
    )
    assert decided.status_code == 200, decided.text
    told = ada.get(path).json()
    [test] = told["tests"]
    assert (told["score"], test["score"], test["max_score"], test["status"]) == (5, 5, 7, "failed")
    assert test["output"] == "Jensen, the wrong way round."


def test_the_results_of_an_assignment_come_in_a_zip(house: House, prof: Person) -> None:
    ada, bob = (house.person(f"{name}@x.edu", Role.STUDENT) for name in ("ada", "../b=b"))
    best, worse = graded(house, ada), graded(house, ada, "forward")
    only = graded(house, bob)

    def held(which: str) -> dict[str, str]:
        answer = prof.get(f"{WORK}/hw1/results.zip", params={"which": which})
        assert answer.headers["content-type"] == "application/zip"
        with ZipFile(io.BytesIO(answer.content)) as archive:
            files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
        return {each["extra_data"]["submission"]: name for name, each in files.items()}

    assert set(held("counted")) == {best, only}
    assert set(held("latest")) == {worse, only}
    names = held("every")
    assert set(names) == {best, worse, only}
    assert names[worse] == f"ada@x_edu-2-{worse[-8:]}/results.json"
    assert names[only] == f"___b_b@x_edu-1-{only[-8:]}/results.json"
    assert prof.get(f"{WORK}/hw1/results.zip", params={"which": "some"}).status_code == 422


def test_where_names_are_hidden_no_format_says_which_submission_is_whose(house: House, prof: Person) -> None:
    id_ = graded(house, house.person("ada@x.edu", Role.STUDENT))
    with house.database.writing() as session:
        session.execute(update(Assignment).values(anonymous=True))
    known = cells(prof)["ada@x.edu"]["hw1"]
    assert (known["submission"], known["final"]) == (None, 5)
    assert "ada" not in prof.get(f"/submissions/{id_}/results.json").text
    with ZipFile(io.BytesIO(prof.get(f"{WORK}/hw1/results.zip").content)) as archive:
        [name] = archive.namelist()
        assert "ada" not in name + archive.read(name).decode()


def test_points_that_a_person_gave_for_a_check_are_in_its_results(house: House, prof: Person) -> None:
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = graded(house, ada, "backward")
    grading = prof.get(f"/submissions/{id_}").json()["problems"][0]["grading"]
    check = f"/gradings/{grading}/checks/backward"
    told = prof.get(check).json()
    given = {"revision": told["revision"], "earned": 3, "reason": "Only a sign."}
    done = prof.ask("PUT", f"{check}/override", json=given)
    assert done.status_code == 200, done.text
    told = ada.get(f"/submissions/{id_}/results.json").json()
    [test] = [each for each in told["tests"] if each["name"] == "Linear layer: backward"]
    assert (told["score"], test["score"], test["status"]) == (5, 3, "passed")
    assert test["output"].startswith("Staff gave 3: Only a sign.")


def test_a_student_reads_no_score_before_scores_are_published(house: House, prof: Person) -> None:
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = graded(house, ada, "backward")
    with house.database.writing() as session:
        session.execute(update(Assignment).values(scores_wait=True))
    path = f"/submissions/{id_}/results.json"
    told = ada.get(path).json()
    assert told["output"] == "The scores are not published yet."
    assert "score" not in told
    assert [(test["name"], "score" in test, test["output"]) for test in told["tests"]] == [
        ("Linear layer", False, "")
    ]
    assert prof.get(path).json()["score"] == 2
