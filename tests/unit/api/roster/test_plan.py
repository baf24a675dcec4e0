"""What an import would change."""

from datetime import UTC, datetime

import pytest

from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Course, Role
from api.roster.people import Person
from api.roster.plan import Account, Plan, plan_of
from api.roster.sheet import read_sheet

SINCE = datetime(2026, 9, 1, tzinfo=UTC)


def person(name: str, role: Role = Role.STUDENT, section: str = "", student_id: str = "") -> Person:
    return Person(f"m-{name}", f"u-{name}", f"{name}@x.edu", name.title(), role, section, student_id, SINCE)


PROF, ADA, BOB = person("prof", Role.INSTRUCTOR), person("ada", section="A", student_id="1"), person("bob")


def plan(
    text: str,
    *people: Person,
    by: str = "prof",
    removes: bool = False,
    accounts: dict[str, Account] | None = None,
) -> Plan:
    held = people or (PROF, ADA, BOB)
    known = {each.email: Account(each.user_id, each.name, is_ours=True) for each in held} | (accounts or {})
    seat = Seat(Course(slug="dl", title="DL"), Caller(f"u-{by}", f"{by}@x.edu", "", False), Role.INSTRUCTOR)
    return plan_of(seat, read_sheet(text.encode()), held, known, removes=removes)


def test_new_changed_unchanged_and_missing_are_told_apart() -> None:
    found = plan("email,section,role\nada@x.edu,B,ta\nprof@x.edu,,\nnew@x.edu,A,\n")
    assert found.complaints == []
    assert [(each.line.email, each.role) for each in found.new] == [("new@x.edu", Role.STUDENT)]
    [change] = found.changed
    assert {each.field: (each.was, each.now) for each in change.differences} == {
        "section": ("A", "B"),
        "role": ("student", "ta"),
    }
    assert found.unchanged == 1
    assert [each.email for each in found.missing] == ["bob@x.edu"]
    assert found.removed == []


def test_only_students_are_ever_taken_off_by_a_file() -> None:
    ta = person("tom", Role.TA)
    found = plan("email\nnew@x.edu\n", PROF, ADA, ta, removes=True)
    assert [each.email for each in found.removed] == ["ada@x.edu"]


def test_the_same_file_again_changes_nothing() -> None:
    found = plan("email,name,section,role,student id\nada@x.edu,Ada,A,student,1\n", PROF, ADA)
    assert not found.does_something
    assert found.unchanged == 1


@pytest.mark.parametrize("second", ["ada@x.edu", "ADA@X.EDU", " Ada@x.edu "])
def test_a_person_who_is_in_the_file_twice_is_told_with_both_lines(second: str) -> None:
    [complaint] = plan(f"email\nada@x.edu\n{second}\n").complaints
    assert (complaint.line, complaint.text) == (3, "ada@x.edu is on line 2 already.")


def test_nobody_takes_their_own_role_away_by_a_file() -> None:
    other = person("iris", Role.INSTRUCTOR)
    [complaint] = plan("email,role\nprof@x.edu,student\n", PROF, other).complaints
    assert "your own role of instructor" in complaint.text


def test_no_file_leaves_a_course_without_an_instructor() -> None:
    fallen = "email,role\nprof@x.edu,student\n"
    [complaint] = plan(fallen, by="admin").complaints
    assert "without an instructor" in complaint.text
    assert plan(fallen + "ada@x.edu,instructor\n", by="admin").complaints == []
    assert plan(fallen + "new@x.edu,instructor\n", by="admin").complaints == []


def test_a_student_id_stands_for_one_person() -> None:
    texts = [
        each.text for each in plan("email,student id\nbob@x.edu,1\nnew@x.edu,2\nold@x.edu,2\n").complaints
    ]
    assert texts == [
        "The student id 1 is that of ada@x.edu already.",
        "The student id 2 is that of new@x.edu already.",
    ]


def test_student_ids_may_be_swapped_and_taken_over_from_those_who_leave() -> None:
    assert plan("email,student id\nada@x.edu,2\nbob@x.edu,1\n").complaints == []
    assert plan("email,student id\nnew@x.edu,1\n", removes=True).complaints == []


def test_a_name_that_another_course_knows_stays() -> None:
    elsewhere = {"ada@x.edu": Account("u-ada", "Ada", is_ours=False)}
    found = plan("email,name\nada@x.edu,Mallory\nbob@x.edu,Robert\n", accounts=elsewhere)
    assert [each.email for each in found.kept] == ["ada@x.edu"]
    assert [each.person.email for each in found.changed] == ["bob@x.edu"]
    nameless = {"ada@x.edu": Account("u-ada", "", is_ours=False)}
    assert plan("email,name\nada@x.edu,Ada L.\n", accounts=nameless).changed


def test_another_plan_has_another_fingerprint() -> None:
    texts = [
        "email\nnew@x.edu\n",
        "email,section\nnew@x.edu,A\n",
        "email,role\nnew@x.edu,ta\n",
        "email\nada@x.edu\n",
    ]
    prints = {plan(text).fingerprint for text in texts} | {plan(texts[0], removes=True).fingerprint}
    assert len(prints) == 5
    assert plan(texts[0]).fingerprint == plan("e-mail;name\r\nNew@x.edu;\r\n").fingerprint
