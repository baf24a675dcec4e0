"""Instructors make, change and delete assignments; students meet only what is published."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response

from api import attempts
from api.db.models import Assignment, AttemptState, Kit, Role
from api.kits import service as kits
from api.kits.service import KitJob
from tests.integration.api.homework import LINEAR, SECRET, tar
from tests.integration.api.house import LEASE, House, Person
from tests.integration.api.instructors import PATH, packed, prove, send
from tests.integration.provable import MANIFEST

HW = "/courses/dl/assignments/hw9"


@pytest.fixture
def prof(house: House) -> Person:
    """An instructor with a published problem of the course's own, beside the server's two."""
    house.course(LINEAR, SECRET)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    publish(house, prof)
    return prof


def publish(house: House, prof: Person, manifest: str = MANIFEST) -> int:
    number: int = send(prof, packed(manifest)).json()["version"]
    prove(house)
    assert prof.post(f"{PATH}/versions/{number}/publish").status_code == 200
    return number


def put(person: Person, path: str = HW, **changes: Any) -> Response:
    return person.ask("PUT", path, json={"title": "HW 9", "problems": ["scaling", "linear"]} | changes)


def claim_kit(house: House, runtimes: tuple[str, ...] = ("numpy",)) -> KitJob | None:
    with house.database.writing() as session:
        return kits.claim(session, worker="w", runtimes=runtimes, devices=["cpu"], lease=LEASE)


def settle_kit(house: House, job: KitJob | None, kit: bytes = b"") -> bool:
    assert job is not None
    digest = house.blobs.put(kit or tar({"hw9/README.md": b"hi"}))
    with house.database.writing() as session:
        return kits.settle(session, job.held, digest)


def test_an_assignment_is_made_changed_and_deleted(prof: Person) -> None:
    due = "2030-12-08T23:59:00-05:00"
    made = put(prof, due_at=due, handout="# Homework nine\n\nDo it.")
    assert made.status_code == 201, made.text
    seen = made.json()
    assert [(each["slug"], each["version"]) for each in seen["problems"]] == [("scaling", 1), ("linear", 1)]
    assert (seen["points"], seen["due_at"], seen["phase"]) == (15, "2030-12-09T04:59:00Z", "open")
    assert seen["handout"].startswith("# Homework nine\n\nDo it.\n\nDouble it, then shift it.")
    again = put(prof, problems=["linear"], closes_at="2020-01-01T00:00:00Z")
    assert (again.status_code, again.json()["phase"], again.json()["due_at"]) == (200, "closed", None)
    assert [each["slug"] for each in again.json()["problems"]] == ["linear"]
    assert prof.ask("DELETE", HW).status_code == 204
    assert prof.get(HW).status_code == 404
    assert prof.ask("DELETE", HW).status_code == 404


REFUSED = [
    ({"problems": ["nothing"]}, "problems: the course has no problem 'nothing'; upload its bundle first."),
    ({"problems": ["linear", "linear"]}, "problems: linear is named twice"),
    (
        {"due_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"},
        "closes_at: comes before due_at",
    ),
    ({"opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"}, "closes_at: comes before op"),
    ({"opens_at": "2030-01-02T00:00:00Z", "due_at": "2030-01-02T00:00:00Z"}, "so nobody could hand in"),
    ({"due_at": "2030-01-02T00:00:00"}, "due_at: say the time zone, as in 2026-12-08T23:59:00-05:00."),
    ({"due_at": "9999-12-31T23:59:59-01:00"}, "due_at: the year must be between 2000 and 2100."),
    ({"problems": []}, "problems: List should have at least 1 item"),
    ({"title": " "}, "title: String should have at least 1 character"),
]


@pytest.mark.parametrize(("changes", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_makes_no_sense_is_refused_in_a_sentence(prof: Person, changes: dict[str, Any], said: str):
    answer = put(prof, **changes)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert prof.get(HW).status_code == 404


def test_only_published_versions_can_be_held(house: House) -> None:
    house.course(LINEAR)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    send(prof)
    assert "no version of 'scaling' is published; publish one first" in put(prof).json()["detail"]
    # The course's own problem comes before the server's of that slug only once it is published.
    own = packed(MANIFEST.replace('slug = "scaling"', 'slug = "linear"'))
    assert send(prof, own, path="/courses/dl/problems/linear").status_code == 202
    assert put(prof, problems=["linear"]).json()["points"] == 5
    prove(house)
    prove(house)
    assert prof.post("/courses/dl/problems/linear/versions/1/publish").status_code == 200
    assert put(prof, problems=["linear"]).json()["points"] == 10


def test_another_courses_problem_cannot_be_held(house: House, prof: Person) -> None:
    house.course(LINEAR, slug="ml")
    other = house.person("other@x.edu", Role.INSTRUCTOR, course="ml")
    answer = put(other, path="/courses/ml/assignments/hw9")
    assert "the course has no problem 'scaling'" in answer.json()["detail"]


def test_an_assignment_that_somebody_handed_in_to_is_not_deleted(house: House, prof: Person) -> None:
    put(prof)
    ada = house.person("ada@x.edu", Role.STUDENT)
    assert ada.hand_in(assignment="hw9").status_code == 202
    answer = prof.ask("DELETE", HW)
    assert answer.status_code == 409
    assert "HW 9 has 1 handin, which would go with it. Close it instead" in answer.json()["detail"]
    # What was handed in keeps the problems that it was handed in under.
    put(prof, problems=["linear"])
    [submission] = ada.get(f"{HW}/submissions").json()
    assert submission["points"] == 13


def test_publishing_moves_the_assignments_on_and_later_handins_are_graded_by_it(
    house: House, prof: Person
) -> None:
    put(prof)
    ada = house.person("ada@x.edu", Role.STUDENT)
    ada.hand_in(assignment="hw9")
    number = send(prof, packed(MANIFEST.replace("points = 2", "points = 4"))).json()["version"]
    prove(house)
    told = prof.post(f"{PATH}/versions/{number}/publish").json()
    assert told["assignments"] == [
        {"assignment": "hw9", "others": 1, "regrades": f"/api/v1{HW}/regrades"},
    ]
    assert [each["version"] for each in prof.get(HW).json()["problems"]] == [2, 1]
    ada.hand_in(assignment="hw9")
    newer, older = ada.get(f"{HW}/submissions").json()
    assert (newer["points"], older["points"]) == (13, 13)  # only what is hidden from her changed
    newer, older = prof.get(f"{HW}/submissions").json()
    assert (newer["points"], older["points"]) == (17, 15)
    answer = prof.post(f"{PATH}/versions/{number}/withdraw")
    assert "hw9 is graded by version 2. Publish another version" in answer.json()["detail"]


def test_the_kit_is_made_in_the_background_and_says_so(house: House, prof: Person) -> None:
    assert "is being made" in put(prof).json()["starter"]
    waiting = prof.get(f"{HW}/starter.tar")
    assert (waiting.status_code, waiting.json()["detail"]) == (
        503,
        "The starter kit of HW 9 is being made. Ask again in a minute.",
    )
    job = claim_kit(house)
    assert job is not None
    assert (len(job.digests), job.slug) == (2, "hw9")
    assert settle_kit(house, job)
    assert prof.get(HW).json()["starter"] == "The starter kit is ready."
    assert prof.get(f"{HW}/starter.tar").status_code == 200
    assert not settle_kit(house, job)


def test_new_dates_keep_the_kit_and_new_problems_do_not(house: House, prof: Person) -> None:
    put(prof)
    settle_kit(house, claim_kit(house))
    assert put(prof, due_at="2031-01-01T00:00:00Z").json()["has_starter"]
    assert claim_kit(house) is None
    late = put(prof, problems=["linear"])
    assert not late.json()["has_starter"]
    begun = claim_kit(house)
    put(prof, problems=["scaling"])
    # It was begun for other problems than the assignment has by now.
    assert not settle_kit(house, begun)
    assert settle_kit(house, claim_kit(house))


def test_a_kit_that_cannot_be_made_says_why_and_one_we_failed_at_is_tried_again(house: House, prof: Person):
    put(prof)
    job = claim_kit(house)
    assert job is not None
    with house.database.writing() as session:
        assert kits.refuse(session, job.held, "starter/scale.py: differs.")
    assert prof.get(HW).json()["starter"] == "There can be no starter kit: starter/scale.py: differs."
    assert prof.get(f"{HW}/starter.tar").status_code == 404
    assert claim_kit(house) is None
    put(prof, title="HW nine")
    for _ in range(3):
        failed = claim_kit(house)
        assert failed is not None
        with house.database.writing() as session:
            attempts.give_back(session, failed.held, "The box broke.")
    assert "We failed to make the starter kit: The box broke." in prof.get(HW).json()["starter"]
    put(prof, title="HW nine")
    assert settle_kit(house, claim_kit(house))


def test_a_kit_waits_for_who_has_all_of_its_runtimes(house: House, prof: Person) -> None:
    put(prof)
    assert claim_kit(house, runtimes=("torch",)) is None
    assert claim_kit(house, runtimes=("torch", "numpy")) is not None


def test_students_hear_nothing_of_the_kit(house: House, prof: Person) -> None:
    put(prof, opens_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    seen = house.person("ada@x.edu", Role.STUDENT).get(HW).json()
    assert (seen["starter"], seen["problems"], seen["handout"]) == ("", [], "")


def test_an_offered_assignment_keeps_its_kit_when_its_dates_are_changed(house: House, prof: Person) -> None:
    """What the command line offered came with a kit of its own; a new deadline is no reason to lose it."""
    with house.database.writing() as session:
        offered = session.query(Assignment).filter_by(slug="hw1").one()
        offered.kit_digest = house.blobs.put(tar({"hw1/README.md": b"hi"}))
    seen = prof.get("/courses/dl/assignments/hw1").json()
    answer = put(
        prof,
        path="/courses/dl/assignments/hw1",
        title=seen["title"],
        problems=["linear", "secret"],
        handout="# Do it\n\n$x^2$\n",
        due_at="2030-01-01T00:00:00Z",
    )
    assert answer.json()["has_starter"], answer.text
    assert answer.json()["handout"] == seen["handout"]
    with house.database.reading() as session:
        assert session.query(Kit).filter(Kit.state == AttemptState.QUEUED).count() == 0
