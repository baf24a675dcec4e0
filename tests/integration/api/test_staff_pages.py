"""Pages on which staff search, regrade, publish and retry, as a browser without a script uses them."""

import re
from typing import Any

import pytest
from httpx2 import Response

from api import attempts
from api.db.models import Assignment, AuditEntry, Role
from api.gradings import service as gradings
from tests.integration.api.classroom import DOUBLED, SHIFTED, Class
from tests.integration.api.house import PASSWORD, House, Person
from tests.integration.api.instructors import packed
from tests.integration.api.test_similarity import COPY, OTHER, OWN, Course
from tests.integration.provable import MANIFEST


class Browser:
    """Somebody's browser: follows where forms lead, and sends the token of the page that it is on."""

    def __init__(self, house: House, person: Person) -> None:
        house.set_password(person)
        self._client = house.browser()
        self._client.headers["accept"] = "text/html"
        self.text = self._client.post("/sign-in", data={"email": person.email, "password": PASSWORD}).text

    def open(self, path: str, status: int = 200) -> str:
        return self._seen(self._client.get(path), status)

    def send(self, path: str, status: int = 200, files: Any = None, **form: Any) -> str:
        [token, *_] = re.findall(r'name="csrf_token" value="(\w+)"', self.text)
        data = {"csrf_token": token, **form}
        return self._seen(self._client.post(path, data=data, files=files), status)

    def _seen(self, answer: Response, status: int) -> str:
        assert answer.status_code == status, answer.text
        self.path, self.text = answer.url.path, answer.text
        return self.text


def said(html: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


SIMILAR = "/courses/dl/hw1/similar"
REGRADES = "/courses/dl/hw9/regrades"


def test_a_pair_is_searched_for_read_and_reviewed(house: House) -> None:
    dl = Course(house)
    ada, bob = dl.hand_in("ada", OWN), dl.hand_in("bob", COPY)
    dl.hand_in("cy", OTHER)
    dl.hand_in("dot", COPY)
    prof, ta = Browser(house, dl.prof), Browser(house, dl.ta)
    assert "An instructor of the course can start a search here." in said(ta.open(SIMILAR))
    prof.open(SIMILAR)
    assert "Searching." in prof.send(SIMILAR)
    progress = prof._client.get(f"{SIMILAR}/progress")
    assert "The search waits" in progress.text
    assert "HX-Refresh" not in progress.headers
    assert dl.comparing().search_once()
    assert prof._client.get(f"{SIMILAR}/progress").headers["HX-Refresh"] == "true"
    html = ta.open(SIMILAR)
    assert "3 pairs" in html
    assert "3 handins, 3 pairs" in html
    pairs = re.findall(rf'href="({SIMILAR}/[0-9a-f-]+)"', html)
    assert len(set(pairs)) == 3
    html = ta.open(pairs[-1])
    assert f'href="/submissions/{ada}"' in html or f'href="/submissions/{bob}"' in html
    assert 'id="left-1" href="#right-1"' in html
    assert 'id="right-1" href="#left-1"' in html
    assert "dgamma" in html
    ta.send(pairs[-1], verdict="suspicious", note="Ask <both>.")
    assert ta.path != pairs[-1]  # on to the next that nobody has reviewed
    assert "Ask &lt;both&gt;." in ta.open(pairs[-1])
    assert "1 pair<" in ta.open(f"{SIMILAR}?show=suspicious")
    ta.open(pairs[-1])
    assert "Nobody has reviewed this pair." in ta.send(pairs[-1], verdict="reopen", note="")
    ta.send(pairs[-1], 422, verdict="guilty", note="")


def test_why_there_can_be_no_search_is_told_on_the_page(house: House) -> None:
    prof = Browser(house, Course(house).prof)
    prof.open(SIMILAR)
    assert "it takes the handins of two students" in prof.send(SIMILAR, 409)


@pytest.fixture
def dl(house: House) -> Class:
    return Class(house)


def test_a_regrade_is_started_watched_and_confirmed(dl: Class) -> None:
    ada, bob = dl.hand_in("ada"), dl.hand_in("bob", *DOUBLED)
    prof = Browser(dl.house, dl.prof)
    assert "0 handins graded by another" in prof.open(REGRADES)
    assert "No handin was graded by another version" in prof.send(REGRADES, 409, problem="scaling")
    dl.more_points()
    assert "2 handins graded by another" in prof.open(f"{REGRADES}?problem=scaling")
    html = prof.send(REGRADES, problem="scaling", which="latest")
    here = prof.path
    assert "0 of 2 handins are graded" in html
    assert "HX-Refresh" not in prof._client.get(f"{here}/progress").headers
    assert "are graded so far" in prof.send(f"{here}/confirm", 409)
    dl.settle(dl.claim())
    dl.settle(dl.claim(), *SHIFTED)
    assert prof._client.get(f"{here}/progress").headers["HX-Refresh"] == "true"
    html = prof.open(here)
    assert "2 scores would change: 2 up." in html
    assert f'href="/submissions/{ada}"' in html
    assert "Let 2 changes count" in html
    table = re.findall(
        r'<th scope="row">([\d.–]+)</th><td class="number">(\d+)</td><td class="number">(\d+)', html
    )
    assert [row for row in table if row[1:] != ("0", "0")] == [
        ("1.2–2.4", "1", "0"),
        ("7.2–8.4", "0", "1"),
        ("9.6–10.8", "1", "0"),
        ("10.8–12", "0", "1"),
    ]
    assert "2 scores changed: 2 up." in prof.send(f"{here}/confirm")
    assert [dl.score(each) for each in (ada, bob)] == [(12, 12), (8, 12)]
    with dl.house.database.reading() as session:
        acts = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-2:] == ["regrade.start", "regrade.confirm"]


def test_one_submission_is_graded_again_by_the_version_that_graded_it(dl: Class) -> None:
    ada = dl.hand_in("ada", *DOUBLED)
    dl.hand_in("bob")
    prof = Browser(dl.house, dl.prof)
    assert "Grade again" in prof.open(f"/submissions/{ada}")
    html = prof.send(f"/submissions/{ada}/regrade", problem="scaling")
    assert "Chosen handins" in html
    assert "0 of 1 handins are graded" in html
    dl.settle(dl.claim())
    assert "1 score changed: 1 up." in prof.send(f"{prof.path}/confirm")
    assert dl.score(ada) == (10, 10)


def test_handins_of_some_students_are_graded_again(dl: Class) -> None:
    dl.hand_in("ada")
    bob = dl.hand_in("bob")
    prof = Browser(dl.house, dl.prof)
    prof.open(REGRADES)
    form = {"problem": "scaling", "which": "chosen"}
    assert "Name the students" in prof.send(REGRADES, 422, **form)
    assert "Nothing was handed in by eve@x.edu." in prof.send(
        REGRADES, 422, students="eve@x.edu bob@x.edu", **form
    )
    assert "eve@x.edu" in prof.text  # what was typed is still there
    assert "0 of 1 handins" in prof.send(REGRADES, students="BOB@x.edu,", **form)
    job = dl.claim()
    assert job is not None
    assert job.job.submission == bob
    # By REST it is the same regrade; of another handin it is another, for which this one must end first.
    chosen = {"problem": "scaling", "which": "chosen"}
    path = "/courses/dl/assignments/hw9/regrades"
    assert dl.prof.post(path, json={**chosen, "submissions": [bob]}).json()["id"] in prof.path
    refused = dl.prof.post(path, json={**chosen, "submissions": [dl.hand_in("cy", settled=False)]})
    assert (refused.status_code, refused.json()["regrade"]) == (409, prof.path.rpartition("/")[2])


def test_a_regrade_that_we_failed_at_is_retried_and_another_cancelled(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    prof = Browser(dl.house, dl.prof)
    prof.open(REGRADES)
    prof.send(REGRADES, problem="scaling")
    for _ in range(3):
        job = dl.claim()
        assert job is not None
        with dl.house.database.writing() as session:
            attempts.give_back(session, job.held, "The box broke.")
    assert "Retry what failed" in prof.open(prof.path)
    assert "0 of 1 handins are graded" in prof.send(f"{prof.path}/retry")
    assert "It was cancelled; it changed nothing." in prof.send(f"{prof.path}/cancel")


def test_a_bundle_is_sent_compared_published_and_withdrawn(dl: Class) -> None:
    prof = Browser(dl.house, dl.prof)
    problems = "/courses/dl/-/problems"
    assert "scaling" in prof.open(problems)
    bad = {"bundle": ("b.tar", packed(MANIFEST.replace("points = 8", "points = -8")))}
    html = prof.send(problems, 422, files=bad)
    assert "The bundle was not taken." in html
    assert "checks.doubled.points" in html
    assert "Choose the bundle" in prof.send(problems, 422, files={"bundle": ("b.tar", b"")})
    dl.hand_in("ada")
    dl.more_points()
    html = prof.open("/problems/dl/scaling")
    assert "1 handin graded by another version." in html
    html = prof.open("/problems/dl/scaling/2/diff?against=1")
    assert "From version 1 to version 2" in html
    assert "checks.shifted.points" in html
    assert "+points = 4" in html
    assert "hw9 is graded by version 2" in prof.send("/problems/dl/scaling/2/withdraw", 409)
    assert "Publish version 1" in prof.send("/problems/dl/scaling/1/withdraw")
    assert "Publish version 1" not in prof.send("/problems/dl/scaling/1/publish")
    sent = {"bundle": ("b.tar", packed(MANIFEST.replace("Scaling", "Scaled")))}
    prof.open(problems)
    assert "Scaled" in prof.send(problems, files=sent)
    assert prof.path == "/problems/dl/scaling"
    with dl.house.database.reading() as session:
        acts = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-3:] == ["problem.withdraw", "problem.publish", "problem.upload"]


def test_what_failed_by_one_cause_is_retried_at_once(dl: Class) -> None:
    for name in ("ada", "bob", "cy"):
        dl.hand_in(name, settled=False)
    for _ in range(9):
        job = dl.house.claim(worker="dead")
        assert job is not None
        with dl.house.database.writing() as session:
            gradings.release(session, "dead")
    dl.house.course(slug="ml", assignment="hw2")
    elsewhere = dl.house.person("elsewhere@x.edu", Role.TA, course="ml")
    assert elsewhere.get("/faults").json() == []
    [cause] = dl.prof.get("/faults").json()
    assert (cause["course"], cause["count"], len(cause["faults"])) == ("dl", 3, 3)
    prof = Browser(dl.house, dl.prof)
    html = prof.open("/status")
    assert "The worker that ran it was stopped." in html
    one, *_ = re.findall(r'action="(/status/[0-9a-f-]+/retry)"', html)
    prof.send(one)
    [again] = re.findall(r'action="(/status/[0-9a-f-]+/retry-alike)"', prof.text)
    assert "2 gradings" in prof.text
    assert "we failed at" not in prof.send(again)
    assert dl.prof.get("/faults").json() == []
    with dl.house.database.reading() as session:
        acts = session.query(AuditEntry).order_by(AuditEntry.id).all()[-2:]
    assert [entry.action for entry in acts] == ["grading.retry", "grading.retry-alike"]
    assert acts[1].details == {"cause": "The worker that ran it was stopped.", "count": 2}
    assert dl.house.claim() is not None
    assert len(dl.house.queue.jobs) >= 3


def test_where_names_are_hidden_neither_pairs_nor_changes_give_them_away(house: House) -> None:
    course = Course(house)
    course.hand_in("ada", OWN)
    course.hand_in("bob", COPY)
    course.search()
    with house.database.writing() as session:
        session.query(Assignment).update({Assignment.anonymous: True})
    ta = Browser(house, course.ta)
    html = ta.open(SIMILAR)
    [pair, *_] = re.findall(rf'href="({SIMILAR}/[0-9a-f-]+)"', html)
    told = course.ta.get("/courses/dl/assignments/hw1/similarity/pairs").text
    for text in (html, ta.open(pair), told):
        assert "Student " in text
        assert "ada@x.edu" not in text


def test_the_changes_of_a_regrade_name_nobody_who_is_graded_without_a_name(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    with dl.house.database.writing() as session:
        session.query(Assignment).update({Assignment.anonymous: True})
    prof = Browser(dl.house, dl.prof)
    for text in (
        dl.prof.get(f"{regrade}/changes").text,
        prof.open(f"{REGRADES}/{regrade.rpartition('/')[2]}"),
    ):
        assert "Student " in text
        assert "ada@x.edu" not in text
    prof.open(REGRADES)
    refused = prof.send(REGRADES, 409, problem="scaling", which="chosen", students="ada@x.edu")
    assert "is graded without names" in refused
