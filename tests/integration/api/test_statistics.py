"""The class at a glance, over REST, on both databases."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from api.assignments import service as assignments
from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, BundleVersion, CheckResult, Counts, Course, Role, Submission, User
from api.policies import service as policies
from api.recorder import settle
from api.statistics import repository
from api.statistics.counting import counting
from graders.problem import Check
from graders.report import Explanation
from tests.integration.api.homework import LINEAR, SECRET, bundle, fault, homework, report, tar
from tests.integration.api.house import House, Person

HW = "/courses/dl/assignments/hw1"
WHY = Explanation("misconception", "You divide by m − 1.", "unbiased")


def hand_in(house: House, person: Person, *failed: str, broken: bool = False) -> str:
    """A handin to LINEAR that fails these checks, all for one reason; or one that we fail at."""
    person.hand_in()
    while job := house.claim():
        [item] = job.items
        told = fault(LINEAR, item) if broken else report(LINEAR, item, failed=failed)
        checks = [replace(each, explanation=WHY) if each.name in failed else each for each in told.checks]
        with house.database.writing() as session:
            settle(session, item, replace(told, checks=tuple(checks)))
        submission = job.submission
    return submission


@pytest.fixture
def prof(house: House) -> Person:
    now = utc_now()
    house.course(LINEAR, terms=Terms(due_at=now - timedelta(days=1), closes_at=now + timedelta(days=9)))
    return house.person("prof@x.edu", Role.INSTRUCTOR)


def student(house: House, name: str) -> Person:
    return house.person(f"{name}@x.edu", Role.STUDENT)


def listed(prof: Person, **query: str) -> list[str]:
    answer = prof.get(f"{HW}/students", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Total-Count"] == str(len(answer.json()))
    return [each["email"].partition("@")[0] for each in answer.json()]


def test_an_empty_class_and_one_that_has_handed_nothing_in_are_told_as_they_are(
    house: House, prof: Person
) -> None:
    told = prof.get(f"{HW}/statistics").json()
    assert (told["students"], told["submitted"], told["median"], told["arrivals"]) == (0, 0, None, None)
    student(house, "ada")
    told = prof.get(f"{HW}/statistics").json()
    assert (told["students"], told["submitted"], told["checks"], told["reasons"]) == (1, 0, [], [])
    assert listed(prof, state="missing") == ["ada"]


def test_a_class_is_counted_by_what_counts_and_every_count_has_its_rows(house: House, prof: Person) -> None:
    ada, eve, tom = student(house, "ada"), student(house, "eve"), student(house, "tom")
    student(house, "max")
    hand_in(house, ada, "backward", "forward")
    best = hand_in(house, ada, "backward")
    hand_in(house, ada, "backward", "forward")
    hand_in(house, eve, "backward")
    hand_in(house, tom, broken=True)
    hand_in(house, prof)  # what staff try out is not the class's
    told = prof.get(f"{HW}/statistics").json()
    assert (told["students"], told["submitted"], told["handins"], told["faults"]) == (4, 3, 5, 1)
    assert told["median"] == pytest.approx(2 / 5)
    assert told["histogram"] == [0, 0, 0, 0, 2, 0, 0, 0, 0, 0]
    worst = told["checks"][0]
    assert (worst["check"], worst["asked"], worst["passed"]) == ("linear/backward", 2, 0)
    assert (worst["commonest"]["students"], worst["commonest"]["sentence"]) == (2, WHY.sentence)
    [reason] = told["reasons"]
    assert (reason["students"], reason["diagnosis"]) == (2, "linear/misconception:unbiased")
    assert sum(bar["count"] for bar in told["arrivals"]["bars"]) == 5
    assert listed(prof, state="fault") == ["tom"]
    assert listed(prof, band="4") == ["ada", "eve"]
    assert listed(prof, check="linear/backward") == ["ada", "eve"]
    assert listed(prof, check="linear/forward") == []
    assert listed(prof, diagnosis=reason["diagnosis"]) == ["ada", "eve"]
    assert listed(prof, diagnosis="linear/misconception:other") == []
    assert listed(prof, q="EVE", state="", band="", section="") == ["eve"]
    assert listed(prof, sort="-tries") == ["ada", "eve", "tom", "max"]
    row = prof.get(f"{HW}/students", params={"q": "ada"}).json()[0]
    assert (row["submission"], row["earned"], row["points"], row["tries"]) == (best, 2, 5, 3)


def test_a_students_way_says_what_each_handin_changed(house: House, prof: Person) -> None:
    ada = student(house, "ada")
    hand_in(house, ada, "backward", "forward")
    hand_in(house, ada, "backward")
    hand_in(house, ada, "forward")
    [row] = prof.get(f"{HW}/students").json()
    way = f"{HW}/students/{row['id']}"
    steps = prof.get(way).json()
    assert [step["number"] for step in steps] == [3, 2, 1]
    assert [[change["difference"] for change in step["changes"]] for step in steps] == [[3, -2], [2], []]
    second = prof.get(way, params={"page": 2, "per_page": 2}).json()
    assert [step["number"] for step in second] == [1]
    [last] = prof.get(way, params={"page": 2, "per_page": 1}).json()
    assert [change["difference"] for change in last["changes"]] == [2]
    assert prof.get(f"{HW}/students/00000000-0000-0000-0000-000000000000").status_code == 404


HERE = "/courses/dl/hw1"
HOSTILE = '"><img src=x onerror=alert(1)>\u202e'


def page(person: Person, house: House, path: str) -> str:
    answer = house.client.get(path, headers={"Authorization": f"Bearer {person.token}"})
    assert answer.status_code == 200, answer.text
    assert "style=" not in answer.text
    text: str = answer.text
    return text


def test_pages_of_a_class_say_what_is_next_where_there_is_nothing(house: House, prof: Person) -> None:
    assert "Nobody is on the roster yet" in page(prof, house, f"{HERE}/dashboard")
    assert "Nobody is on the roster yet" in page(prof, house, f"{HERE}/students")
    student(house, "ada")
    assert "Nobody has handed in yet" in page(prof, house, f"{HERE}/dashboard")
    assert "not submitted" in page(prof, house, f"{HERE}/students?state=missing&q=&section=")
    [row] = prof.get(f"{HW}/students").json()
    assert "Nothing has been handed in" in page(prof, house, f"{HERE}/students/{row['id']}")


def test_pages_of_a_class_show_its_figures_and_what_is_hostile_as_text(house: House, prof: Person) -> None:
    ada = student(house, "ada")
    with house.database.writing() as session:
        session.query(Assignment).one().title = HOSTILE
        session.query(BundleVersion).one().title = HOSTILE
        session.query(User).filter(User.email == ada.email).one().name = HOSTILE
    for _ in range(4):
        hand_in(house, ada, "backward")
    hand_in(house, ada, broken=True)
    with house.database.writing() as session:
        session.query(CheckResult).filter(CheckResult.passed.is_(False)).update({"sentence": HOSTILE})
    [row] = prof.get(f"{HW}/students").json()
    told = page(prof, house, f"{HERE}/dashboard")
    assert "1 student</a>: &#34;&gt;&lt;img" in told
    assert "Show as table" in told
    assert f"/students/{row['id']}" in told, "ada is stuck"
    shown = page(prof, house, f"{HERE}/students?check=linear/backward")
    assert "Only those who failed" in shown
    way = page(prof, house, f"{HERE}/students/{row['id']}")
    assert "nothing changed" in way
    for text in (told, shown, way):
        assert "<img" not in text
        assert "\u202e" not in text


def test_without_names_a_class_is_told_by_pseudonyms_and_found_by_none(house: House, prof: Person) -> None:
    ada = student(house, "ada")
    hand_in(house, ada, "backward")
    [known] = prof.get(f"{HW}/students").json()
    assert prof.ask("PUT", f"{HW}/anonymous", json={"anonymous": True}).status_code == 200
    [row] = prof.get(f"{HW}/students").json()
    assert (row["id"], row["email"], row["student_id"]) == ("", "", None)
    assert row["name"].startswith("Student ")
    assert listed(prof, q="ada") == []
    assert prof.get(f"{HW}/students/{known['id']}").status_code == 409
    for path in ("dashboard", "students"):
        assert "ada@" not in page(prof, house, f"{HERE}/{path}")


def test_a_check_that_is_renamed_is_another_check_and_the_old_one_stays_counted(
    house: House, prof: Person
) -> None:
    hand_in(house, student(house, "ada"), "backward")
    renamed = replace(LINEAR, checks=[Check("forward", 2), Check("gradients", 3), Check("shape", 0)])
    work = homework(renamed)
    work = type(work)(work.outline, work.files, (bundle(renamed, "another version"),))
    with house.database.writing() as session:
        assignments.install(session, house.blobs, session.query(Course).one(), work, Terms())
    told = {check["check"]: check for check in prof.get(f"{HW}/statistics").json()["checks"]}
    assert (told["linear/forward"]["gone"], told["linear/backward"]["gone"]) == (False, True)
    assert told["linear/backward"]["points"] == 3
    assert listed(prof, check="linear/backward") == ["ada"]


@pytest.mark.parametrize("counts", list(Counts))
def test_what_counts_here_is_what_counts_by_the_policies(house: House, counts: Counts) -> None:
    due = utc_now() - timedelta(days=5)
    house.course(SECRET, terms=Terms(due_at=due, closes_at=due + timedelta(days=30)))
    people = [student(house, f"s{number}") for number in range(12)]
    for person in people:
        for _ in range(4):
            person.hand_in(tar({"hw1/hw1.py": person.email.encode()}))
    with house.database.writing() as session:
        work = session.query(Assignment).one()
        work.counts, work.late_penalty, work.course.slip_days = counts, 20.0, 1
        for place, each in enumerate(session.query(Submission).order_by(Submission.id)):
            each.submitted_at = due + timedelta(hours=7 * (place % 11) - 30)
            each.late = each.submitted_at > due
            each.earned = [None, 3.0, 7.0, 20.0, 21.0, 23.0, 23.0][place % 7]
    with house.database.reading() as session:
        work = session.query(Assignment).one()
        tries: dict[str, list[repository.Try]] = {}
        for each in repository.tries(session, work.id):
            tries.setdefault(each.student_id, []).append(each)
        expected = {each.user_id: each.submission_id for each in policies.standing(session, work)}
        assert {key: each.id for key, each in counting(session, work, tries).items()} == expected
