"""Handins that share code: searched for in the background, listed, shown side by side, reviewed."""

import threading
from threading import Event
from typing import Any

import pytest

from api import attempts
from api.assignments import service as assignments
from api.assignments.service import Terms
from api.courses import repository as course_rows
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.base import utc_now
from api.db.models import AuditEntry, Role, SimilarityRun, SimilarPair
from api.recorder.comparing import Comparing
from api.similarity import work
from api.similarity.finder import Finder, TakenAway
from graders.assignment import Assignment
from graders.assignment.outline import Outline
from graders.bundle import read_bundle
from tests.integration.api.homework import SECRET, tar
from tests.integration.api.house import LEASE, House, Person
from tests.integration.api.instructors import packed

ALIKE = "/courses/dl/assignments/hw1/similarity"
OWN = """
class Linear:
    def backward(self, delta):
        m = delta.shape[0]
        self.dbeta = np.sum(delta, axis=0, keepdims=True)
        self.dgamma = np.sum(delta * self.norm, axis=0, keepdims=True)
        s = np.sqrt(self.var + self.eps)
        dnorm = delta * self.gamma
        dvar = -0.5 * np.sum(dnorm * (self.x - self.mean) * s ** -3, axis=0)
        dmean = -np.sum(dnorm / s, axis=0) - 2 / m * dvar * np.sum(self.x - self.mean, axis=0)
        return dnorm / s + dvar * 2 / m * (self.x - self.mean) + dmean / m
"""
COPY = (
    OWN.replace("dbeta", "b")
    .replace("delta", "g")
    .replace("self.norm", "self.hat")
    .replace("    m =", "    # mine\n        m =")
)
OTHER = """
class Linear:
    def backward(self, out):
        grads = [row[:, None] @ col[None] for row, col in zip(self.rows, out)]
        total = grads[0]
        for each in grads[1:]:
            total = total + each
        if not self.training:
            raise ValueError("no gradient")
        self.dW, self.db = total / len(grads), [sum(c) / len(grads) for c in zip(*out)]
        return [[float(v) for v in (r @ w for w in self.W)] for r in out]
"""


class Course:
    """A course whose students hand in sources."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.offer("dl", "hw1")
        self.prof = house.person("prof@x.edu", Role.INSTRUCTOR)
        self.ta = house.person("ta@x.edu", Role.TA)

    def offer(self, course: str, assignment: str) -> None:
        """An assignment of a problem that came with the server, whole with its starter."""
        outline = Outline(slug=assignment, title=assignment.upper(), problems=["scaling"])
        homework = Assignment(outline, {"handout.md": b"# Do it"}, (read_bundle(packed()),))
        with self.house.database.writing() as session:
            row = course_rows.course_by_slug(session, course) or courses.create_course(
                session, course, course
            )
            assignments.install(session, self.house.blobs, row, homework, Terms())

    def enrol(self, email: str, role: Role, course: str) -> None:
        with self.house.database.writing() as session:
            row = course_rows.course_by_slug(session, course)
            assert row is not None
            courses.enrol(session, self.house.keys, row, Enrolment(email, role), LEASE)

    def hand_in(self, name: str, source: str, **where: str) -> str:
        person = self.house.person(f"{name}@x.edu", Role.STUDENT, where.get("course", "dl"))
        return self.again(person, source, **where)

    def again(self, person: Person, source: str, **where: str) -> str:
        files = {"scale.py": source.encode(), "notes.py": OWN.encode()}
        handed = person.hand_in(tar(files), **where)
        assert handed.status_code == 202, handed.text
        found: str = handed.json()["id"]
        return found

    def search(self, **form: Any) -> dict[str, Any]:
        """Ask for a search and let it be done."""
        answer = self.prof.post(ALIKE, json=form)
        assert answer.status_code == 202, answer.text
        assert self.comparing().search_once()
        told: dict[str, Any] = self.prof.get(ALIKE).json()
        return told

    def comparing(self) -> Comparing:
        """The recorder's thread of searches; nobody waits, since no worker is there."""
        return Comparing(self.house.database, self.house.blobs, Event())

    def pairs(self, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ta.get(f"{ALIKE}/pairs", params=query).json()
        return found


@pytest.fixture
def dl(house: House) -> Course:
    return Course(house)


def test_a_copy_is_found_shown_side_by_side_and_reviewed(dl: Course) -> None:
    ada, _, bob = dl.hand_in("ada", OWN), dl.hand_in("cy", OTHER), dl.hand_in("bob", COPY)
    dl.again(dl.ta, OWN)  # what staff try out is nobody's work
    assert dl.prof.get(ALIKE).json()["sentence"] == "Nobody has searched yet."
    told = dl.search()
    assert (told["state"], told["handins"], told["by"]) == ("done", 3, "prof@x.edu")
    assert told["sentence"] == "3 handins were compared, each student's newest."
    [pair] = dl.pairs()
    assert (pair["left"]["submission"], pair["right"]["submission"]) == (ada, bob)
    assert min(pair["left"]["share"], pair["right"]["share"]) > 0.9
    assert pair["review"] is None

    path = f"{ALIKE}/pairs/{pair['id']}"
    beside = dl.ta.get(path).json()
    assert [each["path"] for each in beside["left_files"]] == ["scale.py"]  # and not notes.py
    [region] = beside["regions"]
    assert (region["left"]["first"], region["left"]["last"]) == (2, 11)
    assert region["right"]["last"] == 12  # a comment more
    assert beside["right_files"][0]["text"] == COPY

    answer = dl.ta.ask("PUT", f"{path}/review", json={"verdict": "suspicious", "note": "Ask both."})
    assert answer.json()["review"]["by"] == "ta@x.edu"
    assert [each["id"] for each in dl.pairs(show="suspicious")] == [pair["id"]]
    assert dl.pairs(show="open") == dl.pairs(show="nothing") == []
    with dl.house.database.reading() as session:
        acts = session.query(AuditEntry).order_by(AuditEntry.id).all()
        assert [entry.action for entry in acts] == ["similarity.start", "similarity.review"]
        assert acts[1].details == {
            "handins": [ada, bob],
            "was": None,
            "now": "suspicious",
            "note": "Ask both.",
        }
    assert dl.ta.ask("DELETE", f"{path}/review").json()["review"] is None
    assert len(dl.pairs(show="open")) == 1


def test_a_review_stays_with_its_handins_through_later_searches(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    dl.hand_in("bob", COPY)
    dl.search()
    [pair] = dl.pairs()
    dl.ta.ask("PUT", f"{ALIKE}/pairs/{pair['id']}/review", json={"verdict": "nothing", "note": "A team."})
    dl.hand_in("cy", COPY)
    dl.search()
    assert [each["review"] and each["review"]["note"] for each in dl.pairs(show="nothing")] == ["A team."]
    assert len(dl.pairs(show="open")) == 2
    assert dl.ta.get(f"{ALIKE}/pairs/{pair['id']}").status_code == 404
    with dl.house.database.reading() as session:
        assert session.query(SimilarityRun).count() == 1
        assert session.query(SimilarPair).count() == 3


def test_the_newest_handin_of_each_student_is_compared(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    bob = dl.house.person("bob@x.edu", Role.STUDENT)
    dl.again(bob, COPY)
    dl.again(bob, OTHER)
    dl.search()
    assert dl.pairs() == []


def test_handins_of_an_earlier_semester_are_compared_where_an_instructor_of_both_asks(dl: Course) -> None:
    dl.offer("old", "hw0")
    dl.offer("strange", "hw0")
    dl.house.course(SECRET, assignment="hw2")
    old = dl.hand_in("eve", OWN, course="old", assignment="hw0")
    dl.hand_in("mallory", OWN, course="strange", assignment="hw0")
    new = dl.hand_in("ada", COPY)
    place = {"course": "old", "assignment": "hw0"}
    assert dl.prof.get(f"{ALIKE}/earlier").json() == []
    refused = dl.prof.post(ALIKE, json={"earlier": [place]})
    assert refused.status_code == 422
    assert "old/hw0 cannot be compared" in refused.json()["detail"]
    dl.enrol("prof@x.edu", Role.TA, "old")
    [offered] = dl.prof.get(f"{ALIKE}/earlier").json()
    assert (offered["course"], offered["students"]) == ("old", 1)
    dl.search(earlier=[place])
    [pair] = dl.pairs()
    assert (pair["left"]["submission"], pair["right"]["submission"]) == (new, old)
    assert pair["right"]["course"] == "old"
    assert dl.ta.get(f"{ALIKE}/pairs/{pair['id']}").json()["right_files"][0]["text"] == OWN


def test_a_search_is_asked_for_once_and_only_where_there_is_something_to_compare(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    assert "two students" in dl.prof.post(ALIKE, json={}).json()["detail"]
    dl.hand_in("bob", COPY)
    first, second = (dl.prof.post(ALIKE, json={}).json()["created_at"] for _ in range(2))
    assert first == second
    assert dl.ta.post(ALIKE, json={}).status_code == 403
    assert dl.prof.get(ALIKE).json()["state"] == "queued"


def test_a_file_that_is_gone_keeps_nobody_else_from_being_compared(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    gone = dl.hand_in("cy", OTHER)
    dl.hand_in("bob", COPY)
    digest = dl.ta.get(f"/submissions/{gone}").json()["digest"]
    (dl.house.settings.blob_folder / digest[:2] / digest).unlink()
    told = dl.search()
    assert told["sentence"] == "2 handins were compared, each student's newest. 1 could not be read."
    assert len(dl.pairs()) == 1


def test_a_search_that_another_took_up_keeps_nothing(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    dl.hand_in("bob", COPY)
    dl.prof.post(ALIKE, json={})
    with dl.house.database.writing() as session:
        job = work.claim(session, worker="dead", lease=LEASE)
        assert job is not None
    with dl.house.database.writing() as session:
        assert attempts.sweep(session, SimilarityRun, utc_now() + 2 * LEASE) == 1
    with pytest.raises(TakenAway):
        Finder(dl.house.database, dl.house.blobs, job, lambda: None).find()
    assert dl.pairs() == []
    assert dl.comparing().search_once()
    assert len(dl.pairs()) == 1


def test_a_search_that_the_end_of_the_process_cuts_off_goes_back_into_the_line(dl: Course) -> None:
    dl.hand_in("ada", OWN)
    dl.hand_in("bob", COPY)
    dl.prof.post(ALIKE, json={})
    comparing = dl.comparing()
    comparing.stopping.set()
    assert not comparing.search_once()
    with dl.house.database.reading() as session:
        [run] = session.query(SimilarityRun).all()
        assert (run.state, run.attempt, run.attempt_limit) == ("queued", 1, 4)


def test_a_thread_of_the_recorder_takes_searches_until_it_is_told_to_stop(
    dl: Course, monkeypatch: Any
) -> None:
    dl.hand_in("ada", OWN)
    dl.hand_in("bob", COPY)
    dl.prof.post(ALIKE, json={})
    monkeypatch.setattr("api.recorder.comparing.IDLE_SECONDS", 0.01)
    found = Event()
    settle = work.settle
    monkeypatch.setattr(work, "settle", lambda *told: (settle(*told), found.set())[0])
    comparing = dl.comparing()
    thread = threading.Thread(target=comparing.run)
    thread.start()
    assert found.wait(60)
    comparing.stopping.set()
    thread.join()
    assert len(dl.pairs()) == 1
