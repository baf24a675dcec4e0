"""Deadlines, slip days, extensions, attempts and hidden scores, over REST and on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, AuditEntry, Role, Submission
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import House, Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORK = "/courses/dl/assignments/hw1"


def course(house: House, due: timedelta = HOUR, closes: timedelta | None = None) -> tuple[Person, Person]:
    """A course with one assignment, due so long from now, an instructor and a student of it."""
    now = utc_now()
    house.course(LINEAR, terms=Terms(due_at=now + due, closes_at=now + closes if closes else None))
    return house.person("prof@x.edu", Role.INSTRUCTOR), house.person("ada@x.edu", Role.STUDENT)


def rule(prof: Person, **policies: Any) -> dict[str, Any]:
    """Change the assignment's policies, and nothing else."""
    now = prof.get(WORK).json()
    form = {name: now[name] for name in ("title", "opens_at", "due_at", "closes_at")}
    form |= {"problems": ["linear"], "policies": now["policies"] | policies}
    answer = prof.ask("PUT", WORK, json=form)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def slip_days(prof: Person, number: int, zone: str = "UTC") -> None:
    answer = prof.ask("PUT", "/courses/dl/rules", json={"zone": zone, "slip_days": number})
    assert answer.status_code == 200


def test_an_assignment_keeps_its_policies_when_a_request_says_nothing_of_them(house: House) -> None:
    prof, _ = course(house)
    told = rule(prof, slip_limit=2, late_penalty=10, late_floor=50, counts="latest", daily_attempts=3)
    form = {"title": "HW", "problems": ["linear"], "due_at": told["due_at"]}
    assert prof.ask("PUT", WORK, json=form).json()["policies"] == told["policies"]
    for wrong in ({"late_penalty": 101}, {"daily_attempts": 0}, {"counts": "median"}):
        refused = prof.ask("PUT", WORK, json=form | {"policies": wrong})
        assert refused.status_code == 422
        assert f"policies.{next(iter(wrong))}" in refused.text


def test_a_zone_that_there_is_not_is_refused(house: House) -> None:
    prof, ada = course(house)
    refused = prof.ask("PUT", "/courses/dl/rules", json={"zone": "Mars/Olympus", "slip_days": 1})
    assert refused.status_code == 422
    slip_days(prof, 5, "America/New_York")
    assert ada.get("/courses/dl/rules").json() == {"zone": "America/New_York", "slip_days": 5}


def test_slip_days_reach_beyond_the_deadline_and_are_spent_by_what_counts(house: House) -> None:
    prof, ada = course(house, due=-HOUR)
    assert ada.hand_in().status_code == 409
    slip_days(prof, 3)
    outlook = ada.get(f"{WORK}/outlook").json()
    assert (outlook["days_late"], outlook["slip_days"], outlook["slip_days_left"]) == (1, 1, 3)
    assert "spends 1 of your 3 slip days" in outlook["consequence"]
    assert ada.get(WORK).json()["phase"] == "late"
    with ThreadPoolExecutor(4) as pool:
        clicks = list(pool.map(lambda _: ada.hand_in(), range(4)))
    assert {(each.status_code, each.json()["late"]) for each in clicks} == {(202, True)}
    [standing] = ada.get(f"{WORK}/standing").json()
    assert (standing["days_late"], standing["slip_days"]) == (1, 1)
    assert ada.get(f"{WORK}/outlook").json()["slip_days_left"] == 3


def test_who_has_spent_their_slip_days_elsewhere_is_told_so(house: House) -> None:
    prof, ada = course(house, due=-HOUR)
    slip_days(prof, 1)
    assert ada.hand_in().status_code == 202
    house.course(LINEAR, assignment="hw2", terms=Terms(due_at=utc_now() - HOUR))
    refused = ada.hand_in(assignment="hw2")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:allclose:closed")
    assert "you may spend no slip days on it" in refused.json()["detail"]
    rule(prof, slip_limit=0)
    assert ada.hand_in(assignment="hw2").status_code == 202


def test_an_extension_is_a_deadline_of_ones_own(house: House) -> None:
    prof, ada = course(house, due=-HOUR)
    bob = house.person("bob@x.edu", Role.STUDENT)
    until = (utc_now() + DAY).isoformat()
    address = f"{WORK}/extensions/ada@x.edu"
    given = prof.ask("PUT", address, json={"due_at": until, "reason": "Flu."})
    assert (given.status_code, given.json()["given_by"]) == (200, "prof@x.edu")
    assert datetime.fromisoformat(ada.get(WORK).json()["due_at"]) == datetime.fromisoformat(until)
    assert (ada.get(WORK).json()["phase"], bob.get(WORK).json()["phase"]) == ("open", "closed")
    receipt = ada.hand_in().json()
    assert (receipt["late"], bob.hand_in().status_code) == (False, 409)
    assert [each["reason"] for each in prof.get(f"{WORK}/extensions").json()] == ["Flu."]
    # Taken back, it leaves what was handed in, which is late then.
    assert prof.ask("DELETE", address).status_code == 204
    assert prof.ask("DELETE", address).status_code == 404
    assert ada.get(f"/submissions/{receipt['id']}").json()["late"] is True
    assert ada.get(f"{WORK}/standing").json()[0]["days_late"] == 1
    with house.database.reading() as session:
        acts = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts.count("extension.give") == acts.count("extension.take-back") == 1


def test_what_is_no_extension_is_refused(house: House) -> None:
    prof, _ = course(house)
    for name, after, status in (("ada", -1, 422), ("nobody", 9, 404), ("prof", 9, 404)):
        until = (utc_now() + after * HOUR).isoformat()
        answer = prof.ask("PUT", f"{WORK}/extensions/{name}@x.edu", json={"due_at": until})
        assert answer.status_code == status


def test_moving_the_deadline_says_anew_what_is_late(house: House) -> None:
    prof, ada = course(house)
    first = ada.hand_in().json()["id"]
    now = prof.get(WORK).json()
    form = {"title": now["title"], "problems": ["linear"], "due_at": (utc_now() - HOUR).isoformat()}
    prof.ask("PUT", WORK, json=form)
    assert ada.get(f"/submissions/{first}").json()["late"] is True
    prof.ask("PUT", WORK, json=form | {"due_at": None})
    assert ada.get(f"/submissions/{first}").json()["late"] is False


def test_so_does_offering_it_once_more_with_another_deadline(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    first = ada.hand_in().json()["id"]
    for due_at, late in ((utc_now() - HOUR, True), (utc_now() + HOUR, False)):
        house.course(LINEAR, terms=Terms(due_at=due_at))
        assert ada.get(f"/submissions/{first}").json()["late"] is late


def test_attempts_at_once_are_counted_and_the_next_is_told(house: House) -> None:
    prof, ada = course(house)
    rule(prof, daily_attempts=2)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: ada.hand_in(), range(6)))
    assert sorted(each.status_code for each in answers) == [202, 202, 429, 429, 429, 429]
    refused = next(each for each in answers if each.status_code == 429)
    assert refused.json()["type"] == "urn:allclose:too-soon"
    assert "2 a day are allowed" in refused.json()["detail"]
    assert 11 * 3600 < int(refused.headers["retry-after"]) <= 12 * 3600
    assert ada.get(f"{WORK}/outlook").json()["attempts_left"] == 0
    assert prof.hand_in().status_code == 202


def test_what_was_refused_or_broken_by_us_or_sent_by_staff_is_no_attempt(house: House) -> None:
    prof, ada = course(house)
    rule(prof, daily_attempts=1)
    assert ada.hand_in(b"no archive").status_code == 422
    on_behalf = prof.post(
        f"{WORK}/submissions", params={"student": "ada@x.edu"}, files={"handin": ("h.tar", tar())}
    )
    assert (on_behalf.status_code, on_behalf.json()["number"]) == (202, 1)
    assert ada.hand_in().status_code == 202
    assert ada.hand_in().status_code == 429
    with house.database.writing() as session:
        newest = session.query(Submission).filter_by(number=2).one()
        newest.gradings[0].state = "fault"
    assert ada.hand_in().status_code == 202


def test_only_staff_hand_in_for_another_and_it_is_written_down(house: House) -> None:
    prof, ada = course(house, due=-HOUR)
    house.person("bob@x.edu", Role.STUDENT)
    form: dict[str, Any] = {"params": {"student": "bob@x.edu"}, "files": {"handin": ("h.tar", tar())}}
    assert ada.post(f"{WORK}/submissions", **form).status_code == 403
    receipt = prof.post(f"{WORK}/submissions", **form).json()
    assert receipt["late"] is True
    assert prof.get(f"/submissions/{receipt['id']}").json()["student"] == "bob@x.edu"
    assert prof.post(f"{WORK}/submissions", **form | {"params": {"student": "x@x.edu"}}).status_code == 404
    with house.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="submission.on-behalf").one()
        assert entry.subject_id == receipt["id"]


def test_staff_read_how_everybody_stands_page_by_page(house: House) -> None:
    prof, ada = course(house)
    house.person("bob@x.edu", Role.STUDENT)
    ada.hand_in()
    told = prof.get(f"{WORK}/standing").json()
    assert [(each["student"], bool(each["submission"])) for each in told] == [
        ("ada@x.edu", True),
        ("bob@x.edu", False),
    ]
    assert len(prof.get(f"{WORK}/standing", params={"per_page": 1, "page": 2}).json()) == 1


def test_hidden_scores_leak_nowhere(house: House) -> None:
    prof, ada = course(house)
    rule(prof, scores_wait=True)
    id_ = ada.hand_in().json()["id"]
    job = house.claim()
    assert job is not None
    house.settle(job, LINEAR, failed=("forward",))
    for _ in range(2):
        whole = ada.get(f"/submissions/{id_}").json()
        [problem] = whole["problems"]
        assert (whole["state"], whole["earned"], whole["points"]) == ("graded", None, 5)
        assert (problem["earned"], problem["report"], problem["decision"]) == (None, None, None)
        assert ada.get(f"{WORK}/submissions").json()[0]["earned"] is None
        assert ada.get(f"{WORK}/standing").json()[0]["earned"] is None
        events = ada.get(f"/submissions/{id_}/events").text
        assert '"earned":null' in events.replace(" ", "")
        assert '"earned":3' not in events.replace(" ", "")
        assert prof.get(f"/submissions/{id_}").json()["earned"] == 3
        prof.post(f"{WORK}/scores/publish")
        assert ada.get(f"/submissions/{id_}").json()["earned"] == 3
        assert ada.get(f"{WORK}/standing").json()[0]["final"] == 3
        assert prof.post(f"{WORK}/scores/hide").json()["scores_hidden"] is True


def test_what_is_kept_of_a_student_tells_no_hidden_score(house: House) -> None:
    prof, ada = course(house)
    prof.post(f"{WORK}/scores/hide")
    id_ = ada.hand_in().json()["id"]
    job = house.claim()
    assert job is not None
    house.settle(job, LINEAR, failed=("forward",))
    [problem] = prof.get(f"/submissions/{id_}").json()["problems"]
    check = prof.get(f"/gradings/{problem['grading']}/checks/forward").json()
    given = {"revision": check["revision"], "earned": 1.25, "reason": "Half of it is right."}
    answer = prof.ask("PUT", f"/gradings/{problem['grading']}/checks/forward/override", json=given)
    assert answer.status_code == 200
    with ZipFile(BytesIO(ada.get("/account/data.zip").content)) as kept:
        told = b"".join(kept.read(name) for name in kept.namelist() if name.endswith(".json"))
    assert b"score.override" in told
    assert b"1.25" not in told
    assert b"Half of it" not in told


def test_publishing_twice_is_written_down_once(house: House) -> None:
    prof, _ = course(house)
    for act in ("hide", "hide", "publish", "publish"):
        prof.post(f"{WORK}/scores/{act}")
    with house.database.reading() as session:
        acts = [entry.action for entry in session.query(AuditEntry)]
        assert session.query(Assignment).one().scores_published_at is not None
    assert (acts.count("scores.hide"), acts.count("scores.publish")) == (1, 1)
