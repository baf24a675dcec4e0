"""Proofs of uploaded problems: who makes which, and what comes of it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace as changed

from api import attempts
from api.db.models import Proof as Row
from api.db.models import Role
from api.problems import service
from api.proofs import service as proofs
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import LEASE, House, Person
from tests.integration.api.instructors import PATH, claim, found, packed, prove, send
from tests.integration.provable import MANIFEST


@pytest.fixture
def prof(house: House) -> Person:
    house.course(LINEAR)
    return house.person("prof@x.edu", Role.INSTRUCTOR)


@pytest.mark.parametrize("form", [True, False])
def test_an_upload_is_kept_as_a_version_and_waits_for_its_proof(house: House, prof: Person, form: bool):
    answer = send(prof, form=form)
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert (told["version"], told["state"], told["points"]) == (1, "queued", 10)
    assert "a worker that has the runtime 'numpy'" in told["sentence"]
    assert answer.headers["location"] == told["link"] == f"/api/v1{PATH}/versions/1"
    seen = prof.get(f"{PATH}/versions/1").json()
    assert seen["digest"] == told["digest"]
    assert [check["name"] for check in seen["checks"]] == ["doubled", "shifted"]
    assert seen["proof"]["passed"] is None


def test_a_proof_is_claimed_once_told_of_and_settled_once(house: House, prof: Person):
    send(prof)
    assert claim(house, runtime="torch") is None
    job = claim(house)
    assert job is not None
    assert claim(house) is None
    with house.database.writing() as session:
        assert proofs.note(session, job.held, "samples.full-marks", 5, 12)
    told = prof.get(f"{PATH}/versions/1").json()
    assert (told["state"], told["proof"]["done"], told["proof"]["total"]) == ("running", 5, 12)
    assert told["sentence"] == "Its proof is at 5 of 12 findings; the last was samples.full-marks."
    with house.database.writing() as session:
        assert [proofs.settle(session, job.held, found(job.digest)) for _ in range(2)] == [True, False]
        assert not proofs.note(session, job.held, "late", 6, 12)
    told = prof.get(f"{PATH}/versions/1").json()
    assert (told["state"], told["proof"]["passed"], told["proof"]["seeds"]) == ("proved", True, [1, 2])
    assert told["proof"]["findings"][0] == {
        "name": "reference", "passed": True, "sentence": "earns all.", "numbers": {"points": 10.0},
    }  # fmt: skip


def test_a_proof_of_another_bundle_settles_nothing(house: House, prof: Person):
    send(prof)
    job = claim(house)
    assert job is not None
    with pytest.raises(proofs.ProofRefused), house.database.writing() as session:
        proofs.settle(session, job.held, changed(found(job.digest), bundle="0" * 64))
    assert prof.get(f"{PATH}/versions/1").json()["state"] == "running"


def test_a_problem_that_is_not_proved_says_why_and_cannot_be_published(house: House, prof: Person):
    send(prof)
    waiting = prof.post(f"{PATH}/versions/1/publish")
    assert waiting.status_code == 409
    assert "Version 1 cannot be published. Its proof waits for a worker" in waiting.json()["detail"]
    prove(house, "samples.odd earns 8 points where problem.toml says earns = 7.", "And so on.")
    told = prof.get(f"{PATH}/versions/1").json()
    assert told["state"] == "failed"
    assert "samples.odd earns 8 points where problem.toml says earns = 7. (and 1 more)" in told["sentence"]
    refused = prof.post(f"{PATH}/versions/1/publish")
    assert refused.status_code == 409
    assert "It is not proved: samples.odd earns 8 points" in refused.json()["detail"]


def test_a_proof_that_failed_can_be_asked_for_again_and_one_that_passed_cannot(house: House, prof: Person):
    send(prof)
    assert "not over yet" in prof.post(f"{PATH}/versions/1/proof").json()["detail"]
    prove(house, "time.doubled: the machine was slow.")
    again = prof.post(f"{PATH}/versions/1/proof")
    assert (again.status_code, again.json()["state"]) == (202, "queued")
    prove(house)
    assert "proved already" in prof.post(f"{PATH}/versions/1/proof").json()["detail"]


def test_a_withdrawn_version_is_not_proved(house: House, prof: Person):
    send(prof)
    prof.post(f"{PATH}/versions/1/withdraw")
    assert claim(house) is None
    refused = prof.post(f"{PATH}/versions/1/publish")
    assert "Its proof waits for a worker" in refused.json()["detail"]


def test_a_course_cannot_fill_the_line_with_proofs(prof: Person):
    for number in range(service.MOST_WAITING):
        assert send(prof, packed(MANIFEST.replace("Scaling", f"Scaling {number}"))).status_code == 202
    answer = send(prof, packed(MANIFEST.replace("Scaling", "One more")))
    assert answer.status_code == 409
    assert "10 versions of this course's problems wait for their proof" in answer.json()["detail"]
    prof.post(f"{PATH}/versions/3/withdraw")
    assert send(prof, packed(MANIFEST.replace("Scaling", "One more"))).status_code == 202


def test_a_proof_of_a_dead_worker_is_taken_up_again_and_three_deaths_are_a_fault(house: House, prof: Person):
    send(prof)
    for attempt in (1, 2, 3):
        job = claim(house, worker="dead")
        assert job is not None
        assert job.held.attempt == attempt
        with house.database.writing() as session:
            assert attempts.release(session, Row, "dead") == 1
    assert claim(house) is None
    told = prof.get(f"{PATH}/versions/1").json()
    assert (told["state"], told["proof"]["fault"]) == ("fault", attempts.DIED)
    assert prof.post(f"{PATH}/versions/1/proof").json()["state"] == "queued"
    assert claim(house) is not None


def test_a_proof_that_we_stop_ourselves_costs_no_attempt(house: House, prof: Person):
    send(prof)
    for _ in range(5):
        job = claim(house)
        assert job is not None
        with house.database.writing() as session:
            attempts.relinquish(session, job.held)
    job = claim(house)
    assert job is not None
    with house.database.writing() as session:
        assert attempts.sweep(session, Row, datetime.now(UTC) + 2 * LEASE) == 1
    assert prof.get(f"{PATH}/versions/1").json()["state"] == "queued"


def test_who_watches_a_proof_hears_how_it_ends(house: House, prof: Person):
    send(prof)
    prove(house)
    heard = prof.get(f"{PATH}/versions/1/events").text
    assert "event: finished" in heard
    assert '"state":"proved"' in heard.replace(" ", "")
