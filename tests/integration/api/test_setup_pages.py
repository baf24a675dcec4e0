"""The set-up of an assignment, filled in as instructors do, and what students read of it then."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from httpx2 import Response

from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, Role, Submission, User
from tests.integration.api.homework import LINEAR, SECRET, tar
from tests.integration.api.house import House
from tests.permissions.scene import Someone

SETUP = "/courses/dl/hw1/setup"
FILLED = {"title": "Homework 1", "place-linear": "1", "counts": "best"}


def someone(house: House, name: str, role: Role) -> Someone:
    house.person(f"{name}@x.edu", role)
    with house.database.reading() as session:
        user = session.query(User).filter_by(email=f"{name}@x.edu").one()
    return Someone(house, name, user)


@pytest.fixture
def prof(house: House) -> Someone:
    house.course(LINEAR, SECRET, terms=Terms(due_at=datetime(2026, 12, 9, 4, 59, 59, tzinfo=UTC)))
    prof = someone(house, "prof", Role.INSTRUCTOR)
    answer = prof.visit("POST", "/courses/dl/-/setup", data={"zone": "America/New_York", "slip_days": "5"})
    assert answer.status_code == 303
    return prof


def held(house: House, slug: str = "hw1") -> Assignment:
    with house.database.reading() as session:
        found = session.query(Assignment).filter_by(slug=slug).one()
        _ = [row.problem.slug for row in found.problems]
        return found


def values(answer: Response) -> dict[str, str]:
    """The form's fields as they are shown."""
    return dict(re.findall(r'name="([\w-]+)" type="[\w-]+" value="([^"]*)"', answer.text))


def test_a_form_sent_back_as_it_was_shown_changes_nothing(house: House, prof: Someone) -> None:
    shown = prof.visit("GET", SETUP)
    assert values(shown)["due_at"] == "2026-12-08T23:59"
    before = held(house)
    sent = values(shown) | {"place-linear": "1", "place-secret": "2"}
    assert prof.visit("POST", SETUP, data=sent).headers["location"].endswith("?saved=yes")
    after = held(house)
    assert (after.due_at, after.title, len(after.problems)) == (before.due_at, before.title, 2)
    assert "Saved." in prof.visit("GET", f"{SETUP}?saved=yes").text


def test_dates_are_the_courses_and_rules_are_kept(house: House, prof: Someone) -> None:
    form = FILLED | {"due_at": "2027-07-01T23:59", "late_penalty": "12,5", "late_floor": "50"}
    form |= {"daily_attempts": "3", "cool_down": "1.5", "counts": "latest", "late_refused": "yes"}
    assert prof.visit("POST", SETUP, data=form | {"slip_limit": "0", "scores_wait": "yes"}).status_code == 303
    now = held(house)
    assert now.due_at == datetime(2027, 7, 2, 3, 59, tzinfo=UTC)
    assert (now.late_penalty, now.late_floor, now.slip_limit, now.late_refused) == (12.5, 50, 0, True)
    assert (now.daily_attempts, now.cool_down, now.counts, now.hides_scores) == (3, 90, "latest", True)
    assert [row.problem.slug for row in now.problems] == ["linear"]


def test_mistakes_stand_beside_their_fields_and_what_was_typed_is_kept(house: House, prof: Someone) -> None:
    wrong = {
        "title": "",
        "place-linear": "first",
        "opens_at": "soon",
        "due_at": "2027-03-14T02:30",
        "slip_limit": "-1",
        "late_penalty": "101",
        "daily_attempts": "0",
        "cool_down": "a while",
        "preface": "# Read <this>",
    }
    answer = prof.visit("POST", SETUP, data=wrong)
    assert answer.status_code == 422
    said = dict(re.findall(r'id="([\w]+)-wrong" class="wrong">([^<]+)<', answer.text))
    assert set(said) == {name.replace("place-linear", "problems") for name in wrong if name != "preface"}
    assert "no such time" in said["due_at"]
    assert "# Read &lt;this&gt;" in answer.text
    assert {name: text for name, text in values(answer).items() if text} == {
        name: text for name, text in wrong.items() if text and name not in ("place-linear", "preface")
    }
    assert held(house).title == "HW1"


def test_an_assignment_is_made_and_no_other_is_overwritten(house: House, prof: Someone) -> None:
    new = FILLED | {"slug": "hw1", "opens_at": "2027-01-02T08:00", "due_at": "2027-01-01T08:00"}
    answer = prof.visit("POST", "/courses/dl/-/new", data=new)
    assert "Comes before opens_at" in answer.text
    answer = prof.visit("POST", "/courses/dl/-/new", data=new | {"due_at": ""})
    assert "has an assignment hw1 already" in answer.text
    answer = prof.visit("POST", "/courses/dl/-/new", data=new | {"slug": "hw2", "due_at": ""})
    assert answer.headers["location"] == "/courses/dl/hw2/setup"
    assert held(house, "hw2").title == "Homework 1"


def test_extensions_are_given_and_taken_back_on_the_page(house: House, prof: Someone) -> None:
    someone(house, "ada", Role.STUDENT)
    for student, until, wrong in (
        ("eve@x.edu", "2026-12-12T12:00", "no student eve@x.edu"),
        ("ada@x.edu", "2026-12-01T12:00", "Is not after the deadline"),
        ("ada@x.edu", "", "Write the new deadline"),
    ):
        form = {"student": student, "until": until, "reason": "Flu."}
        refused = prof.visit("POST", f"{SETUP}/extensions", data=form)
        assert (refused.status_code, values(refused)["student"]) == (422, student)
        assert wrong in refused.text
    form = {"student": "Ada@x.edu", "until": "2026-12-12T12:00", "reason": "Flu."}
    assert prof.visit("POST", f"{SETUP}/extensions", data=form).status_code == 303
    assert "Flu." in prof.visit("GET", SETUP).text
    taken = prof.visit("POST", f"{SETUP}/extensions/take-back", data={"student": "ada@x.edu"})
    assert taken.status_code == 303
    assert "Flu." not in prof.visit("GET", SETUP).text


def test_students_are_told_what_lateness_costs_before_they_hand_in(house: House, prof: Someone) -> None:
    ada = someone(house, "ada", Role.STUDENT)
    with house.database.writing() as session:
        session.query(Assignment).update({"due_at": utc_now() - timedelta(hours=30)})
    text = ada.visit("GET", "/courses/dl/hw1").text
    assert "a handin now is 2 days late. If it counts, it spends 2 of your 5 slip days." in text
    assert "5 of 5 slip days left" in ada.visit("GET", "/").text
    sent = ada.visit("POST", "/courses/dl/hw1/submissions", files={"handin": ("h.tar", tar())})
    assert "2 days late: spends 2 slip days if it counts." in ada.visit("GET", sent.headers["location"]).text
    assert "3 of 5 slip days left" in ada.visit("GET", "/").text
    assert "in place of the 2 spent here now" in ada.visit("GET", "/courses/dl/hw1").text


def test_pages_of_students_hold_no_hidden_score(house: House, prof: Someone) -> None:
    ada = someone(house, "ada", Role.STUDENT)
    prof.visit("POST", f"{SETUP}/scores", data={"act": "hide"})
    sent = ada.visit("POST", "/courses/dl/hw1/submissions", files={"handin": ("h.tar", tar())})
    job = house.claim()
    assert job is not None
    house.settle(job, LINEAR, SECRET, failed=("forward",))
    for path in (sent.headers["location"], "/courses/dl/hw1", "/courses/dl", "/"):
        text = ada.visit("GET", path).text
        assert not re.search(r"\b(8|3) of \d", text)
        assert "failed" not in text
    live = ada.visit("GET", f"{sent.headers['location']}/live").text
    assert not re.search(r"\b(8|3) of \d|failed", live)
    prof.visit("POST", f"{SETUP}/scores", data={"act": "publish"})
    assert "8</b>" in ada.visit("GET", sent.headers["location"]).text


def test_staff_hand_in_for_a_student_and_see_the_page_as_one(house: House, prof: Someone) -> None:
    someone(house, "ada", Role.STUDENT)
    page = prof.visit("GET", "/courses/dl/hw1?for=ada@x.edu").text
    assert "/submissions?student=ada%40x.edu" in page
    assert "no student eve@x.edu" in prof.visit("GET", "/courses/dl/hw1?for=eve@x.edu").text
    sent = prof.visit(
        "POST", "/courses/dl/hw1/submissions?student=ada%40x.edu", files={"handin": ("h.tar", tar())}
    )
    assert "by staff on their behalf" in prof.visit("GET", sent.headers["location"]).text
    with house.database.reading() as session:
        assert session.query(Submission).one().student.email == "ada@x.edu"
    preview = prof.visit("GET", "/courses/dl/hw1?as=student").text
    assert "This is how a student sees the assignment" in preview
    assert "Dashboard" not in preview
