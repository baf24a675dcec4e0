"""Rosters over REST: one by one, and by a file, on both databases."""

import csv
import io
import threading

import pytest
from httpx2 import Response
from sqlalchemy import event, select

from api.db.models import AuditEntry, Member, Role, User
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House, Person

ROSTER = "/courses/dl/roster"
HEAD = "email,name,section,role,student id\n"


@pytest.fixture
def prof(house: House) -> Person:
    house.course(LINEAR)
    return house.person("prof@x.edu", Role.INSTRUCTOR)


def preview(prof: Person, text: str | bytes, **more: object) -> dict:
    answer = prof.post(f"{ROSTER}/preview", content=text, headers={"Content-Type": "text/csv"}, params=more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def confirm(prof: Person, text: str, **more: object) -> Response:
    return prof.post(f"{ROSTER}/import", content=text, headers={"Content-Type": "text/csv"}, params=more)


def listed(prof: Person, **wanted: object) -> list[dict]:
    return prof.get(ROSTER, params={"per_page": 200} | wanted).json()


def test_a_roster_is_imported_exported_and_imported_again_without_a_change(
    house: House, prof: Person
) -> None:
    people = [
        ("ada@x.edu", "Ada Lovelace", "A", "student", "007"),
        ("muller@x.edu", "Jürgen Müller", "B", "ta", ""),
        ("yamada@x.edu", "山田 太郎", "A", "student", "-12"),
        ("omar@x.edu", "محمد علي", "", "student", ""),
        ("evil@x.edu", '=HYPERLINK("http://evil","click")', "@A", "student", "+1"),
    ]
    held = io.StringIO()
    csv.writer(held).writerows([HEAD.strip().split(","), *people])
    seen = preview(prof, held.getvalue())
    assert seen["complaints"] == []
    assert len(seen["new"]) == 5
    assert len(listed(prof)) == 1, "A preview changes nothing."

    done = confirm(prof, held.getvalue(), fingerprint=seen["fingerprint"]).json()
    assert (done["added"], done["changed"], done["removed"]) == (5, 0, 0)
    assert len({each["password_token"] for each in done["welcomes"]}) == 5
    assert [each["name"] for each in listed(prof, q="muller")] == ["Jürgen Müller"]
    assert [each["email"] for each in listed(prof, section="A", sort="-name")] == [
        "yamada@x.edu",
        "ada@x.edu",
    ]

    exported = prof.get(f"{ROSTER}.csv")
    assert exported.headers["content-type"].startswith("text/csv")
    rows = {row["email"]: row for row in csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff")))}
    assert rows["evil@x.edu"]["name"] == '\'=HYPERLINK("http://evil","click")'
    assert (rows["yamada@x.edu"]["student id"], rows["evil@x.edu"]["section"]) == ("'-12", "'@A")
    again = preview(prof, exported.content, remove_missing=True)
    assert (again["unchanged"], again["new"], again["changed"], again["missing"]) == (6, [], [], [])

    token = done["welcomes"][0]["password_token"]
    chosen = {"token": token, "password": "correct horse"}
    assert house.client.post("/api/v1/password", json=chosen).status_code == 204


def test_a_file_with_one_wrong_line_changes_nothing(prof: Person) -> None:
    refused = confirm(prof, f"{HEAD}ada@x.edu,Ada,,,\nbob,Bob,,,\n")
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Line 3: “bob” is no e-mail address")
    assert [line for line, _ in refused.json()["complaints"]] == [3]
    assert len(listed(prof)) == 1


def test_what_was_not_seen_is_not_done(prof: Person) -> None:
    text = f"{HEAD}ada@x.edu,Ada,A,,\n"
    seen = preview(prof, text)["fingerprint"]
    assert prof.post(ROSTER, json={"email": "ada@x.edu", "role": "ta"}).status_code == 201
    refused = confirm(prof, text, fingerprint=seen)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:allclose:overtaken")
    assert listed(prof, q="ada")[0]["section"] == ""


def test_two_imports_at_once_are_done_one_after_the_other(house: House, prof: Person) -> None:
    text = HEAD + "".join(f"s{n}@x.edu,S {n},A,,{n}\n" for n in range(40))
    seen = preview(prof, text)["fingerprint"]
    answers: list[int] = []

    def send() -> None:
        answers.append(confirm(prof, text, fingerprint=seen).status_code)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert len(listed(prof)) == 41


def test_ids_are_swapped_roles_changed_and_who_is_missing_leaves(prof: Person) -> None:
    start = f"{HEAD}a@x.edu,A,,,1\nb@x.edu,B,,,2\nc@x.edu,C,,,3\n"
    confirm(prof, start)
    text = f"{HEAD}a@x.edu,A,,ta,2\nb@x.edu,Bee,,,1\nd@x.edu,D,,,3\n"
    done = confirm(prof, text, remove_missing=True).json()
    assert (done["added"], done["changed"], done["removed"]) == (1, 2, 1)
    lines = {each["email"]: (each["name"], each["role"], each["student_id"]) for each in listed(prof)}
    assert lines == {
        "a@x.edu": ("A", "ta", "2"),
        "b@x.edu": ("Bee", "student", "1"),
        "d@x.edu": ("D", "student", "3"),
        "prof@x.edu": ("", "instructor", ""),
    }


def test_a_thousand_people_need_as_many_queries_as_ten(house: House, prof: Person) -> None:
    counts = []
    for name, size in (("few", 10), ("many", 1000)):
        text = HEAD + "".join(f"{name}{n}@x.edu,S {n},A,,\n" for n in range(size))
        counts.append(counted(house, lambda text=text: confirm(prof, text)))
        moved = text.replace(",A,", ",B,")
        counts.append(counted(house, lambda text=moved: confirm(prof, text)))
    # Postgres takes rows in batches of a thousand; SQLite all at once.
    assert counts[2] - counts[0] <= 8
    assert counts[3] - counts[1] <= 8


def counted(house: House, act: object) -> int:
    made: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        made.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200  # type: ignore[operator]
    finally:
        event.remove(house.database.engine, "before_cursor_execute", note)
    return len(made)


def test_a_person_is_changed_removed_and_back_with_their_work(house: House, prof: Person) -> None:
    ada = house.person("ada@x.edu", Role.STUDENT)
    handed_in = ada.hand_in().json()["id"]
    [line] = listed(prof, q="ada")
    changed = prof.ask("PATCH", f"{ROSTER}/{line['id']}", json={"section": "B", "student_id": "7"})
    assert (changed.json()["section"], changed.json()["student_id"], changed.json()["role"]) == (
        "B",
        "7",
        "student",
    )
    taken = prof.post(ROSTER, json={"email": "bob@x.edu", "role": "student", "student_id": "7"})
    assert (taken.status_code, taken.json()["detail"]) == (
        409,
        "The student id 7 is that of ada@x.edu already.",
    )

    assert prof.ask("DELETE", f"{ROSTER}/{line['id']}").status_code == 204
    assert ada.hand_in().status_code == 404
    assert ada.get(f"/submissions/{handed_in}").status_code == 200, "What they handed in stays theirs."
    assert prof.ask("DELETE", f"{ROSTER}/{line['id']}").status_code == 404
    prof.post(ROSTER, json={"email": "ada@x.edu", "role": "student"})
    assert ada.hand_in().json()["number"] == 2

    with house.database.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.about.has(User.email == "ada@x.edu")))
        told = {entry.action: entry.details for entry in acts if entry.action != "member.add"}
    assert told["member.change"] == {
        "was": {"role": "student", "section": "", "student_id": ""},
        "now": {"role": "student", "section": "B", "student_id": "7"},
    }
    assert told["member.remove"]["was"]["student_id"] == "7"


def test_no_instructor_steps_down_and_none_is_the_last_to_go(house: House, prof: Person) -> None:
    iris = house.person("iris@x.edu", Role.INSTRUCTOR)
    [own], [other] = listed(prof, q="prof"), listed(prof, q="iris")
    assert prof.ask("PATCH", f"{ROSTER}/{own['id']}", json={"role": "student"}).status_code == 409
    assert prof.ask("DELETE", f"{ROSTER}/{own['id']}").status_code == 409
    assert prof.post(ROSTER, json={"email": "prof@x.edu", "role": "ta"}).status_code == 409
    assert prof.ask("PATCH", f"{ROSTER}/{other['id']}", json={"role": "student"}).status_code == 200
    assert iris.get(ROSTER).status_code == 403
    admin = house.person("root@x.edu", admin=True)
    only = admin.ask("DELETE", f"{ROSTER}/{own['id']}")
    assert (only.status_code, "only instructor" in only.json()["detail"]) == (409, True)
    assert "without an instructor" in confirm(admin, f"{HEAD}prof@x.edu,,,student,\n").json()["detail"]


def test_everyone_is_written_down_with_an_import(house: House, prof: Person) -> None:
    confirm(prof, f"{HEAD}ada@x.edu,Ada,A,,\nbob@x.edu,Bob,A,,\n")
    with house.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.action)).all()
        assert [entry.action for entry in entries] == ["member.add", "member.add", "roster.import"]
        assert {entry.about.email for entry in entries[:2]} == {"ada@x.edu", "bob@x.edu"}
        assert entries[2].details == {"added": 2, "changed": 0, "removed": 0}
        ids = set(session.scalars(select(Member.id)))
    assert {entry.subject_id for entry in entries[:2]} <= ids


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 50 * 1024 * 1024])
def test_a_huge_file_is_refused_in_a_sentence(prof: Person, size: int) -> None:
    files = {"file": ("roster.csv", b"email\n" + b"x" * size)}
    answer = prof.post(f"{ROSTER}/preview", files=files)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    nothing = prof.post(f"{ROSTER}/preview", files={"file": ("roster.csv", b" \n")})
    assert nothing.status_code == 422


def test_a_file_that_a_form_carries_is_read_too(prof: Person) -> None:
    text = f"{HEAD}ada@x.edu,Ada,A,,\n".encode("utf-16")
    assert len(prof.post(f"{ROSTER}/preview", files={"file": ("r.csv", text)}).json()["new"]) == 1
    pasted = prof.post(f"{ROSTER}/preview", files={"text": (None, f"{HEAD}ada@x.edu,Ada,A,,\n")})
    assert len(pasted.json()["new"]) == 1
