"""Handins are graded once more by a later version; nothing counts before it is confirmed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from api import attempts
from api.db.models import Event, EventKind, Grading, Role
from api.gradings import service as gradings
from api.gradings.fitting import ReportRefused
from api.regrades import work
from tests.integration.api.classroom import DOUBLED, REGRADES, SHIFTED, Class
from tests.integration.api.homework import LINEAR, report
from tests.integration.api.house import House
from tests.integration.provable import MANIFEST


@pytest.fixture
def dl(house: House) -> Class:
    return Class(house)


def test_a_regrade_shows_whose_scores_change_and_goes_live_when_it_is_confirmed(dl: Class) -> None:
    ada, bob, cy = dl.hand_in("ada"), dl.hand_in("bob", *SHIFTED), dl.hand_in("cy")
    dl.more_points()
    regrade = dl.regrade()
    told = dl.told(regrade)
    assert (told["total"], told["done"], told["version"]) == (3, 0, 2)
    assert told["sentence"] == (
        "0 of 3 handins are graded, behind students' own. So far: No score would change."
    )
    for failed in ((), SHIFTED, DOUBLED):
        assert dl.settle(dl.claim(), *failed)
    assert dl.claim() is None
    told = dl.told(regrade)
    assert (told["up"], told["down"], told["state"]) == (1, 1, "preview")
    assert told["sentence"] == "2 scores would change: 1 up, 1 down. Confirm the regrade to let that count."
    changes = dl.prof.get(f"{regrade}/changes")
    assert changes.headers["X-Total-Count"] == "2"
    assert [(each["student"], each["before"], each["after"], each["by"]) for each in changes.json()] == [
        ("cy@x.edu", 10, 4, -6),
        ("ada@x.edu", 10, 12, 2),
    ]
    assert [dl.score(each) for each in (ada, bob, cy)] == [(10, 10), (8, 10), (10, 10)]
    for _ in range(2):
        answer = dl.prof.post(f"{regrade}/confirm")
        assert answer.status_code == 200, answer.text
        assert answer.json()["sentence"] == "2 scores changed: 1 up, 1 down."
    assert [dl.score(each) for each in (ada, bob, cy)] == [(12, 12), (8, 12), (4, 12)]
    assert dl.prof.get(f"{regrade}/changes").json() == changes.json()
    with dl.house.database.reading() as session:
        assert {row.attempt for row in session.query(Grading)} == {2}
        finished = session.query(Event).filter(Event.kind == EventKind.FINISHED)
        assert finished.count() == 6  # once when it was graded, once when it went live
    assert dl.prof.get(REGRADES).json() == [dl.told(regrade)]


def test_students_read_the_new_report_once_it_counts_and_not_before(dl: Class) -> None:
    ada = dl.hand_in("ada", *DOUBLED)
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    before = dl.people["ada"].get(f"/submissions/{ada}").json()
    assert before["problems"][0]["report"]["checks"][0]["verdict"] == "failed"
    dl.prof.post(f"{regrade}/confirm")
    after = dl.people["ada"].get(f"/submissions/{ada}").json()
    assert after["problems"][0]["report"]["checks"][0]["verdict"] == "passed"
    assert (before["earned"], after["earned"]) == (0, 8)  # the other check is hidden from her


def test_what_a_person_decided_stays(house: House) -> None:
    dl = Class(house, MANIFEST.replace('title = "Scaling"', 'title = "Scaling"\nproposed = true'))
    ada, bob = dl.hand_in("ada"), dl.hand_in("bob")
    [problem] = dl.prof.get(f"/submissions/{ada}").json()["problems"]
    ruling = {"revision": "1-0", "earned": 9, "reason": "Untidy."}
    decision = f"/gradings/{problem['grading']}/decision"
    assert dl.prof.ask("PUT", decision, json=ruling).status_code == 200
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim(), *DOUBLED)
    dl.settle(dl.claim(), *DOUBLED)
    assert dl.told(regrade)["sentence"] == (
        "1 proposal would change: 1 down. 1 was decided by hand and stays. "
        "Confirm the regrade to let that count."
    )
    assert [each["student"] for each in dl.prof.get(f"{regrade}/changes").json()] == ["bob@x.edu"]
    assert dl.prof.post(f"{regrade}/confirm").status_code == 200
    assert dl.score(ada)[0] == 9
    assert dl.prof.get(f"/submissions/{ada}").json()["state"] == "graded"
    [theirs] = dl.prof.get(f"/submissions/{bob}").json()["problems"]
    assert (theirs["state"], theirs["earned"], theirs["proposed"]) == ("review", None, 4)
    # Who was reading the proposal of the version before is told so.
    stale = {"revision": "1-0", "earned": 10}
    answer = dl.prof.ask("PUT", f"/gradings/{theirs['grading']}/decision", json=stale)
    assert (answer.status_code, answer.json()["title"]) == (409, "Somebody was quicker")


def test_a_handin_that_arrives_meanwhile_is_graded_by_the_new_version(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    late = dl.hand_in("ada", *SHIFTED)
    dl.settle(dl.claim())
    dl.prof.post(f"{regrade}/confirm")
    assert dl.score(late) == (8, 12)
    answer = dl.prof.post(REGRADES, json={"problem": "scaling", "which": "all"})
    assert "No handin was graded by another version of scaling than 2." in answer.json()["detail"]


@pytest.mark.parametrize(("which", "count"), [("latest", 2), ("best", 2), ("all", 4)])
def test_a_regrade_is_of_the_latest_the_best_or_all(dl: Class, which: str, count: int) -> None:
    dl.hand_in("ada", *SHIFTED)
    best = dl.hand_in("ada")
    latest = dl.hand_in("ada", *DOUBLED)
    only = dl.hand_in("bob")
    dl.more_points()
    assert dl.told(dl.regrade(which))["total"] == count
    jobs = [dl.claim() for _ in range(count)]
    seen = {job.job.submission for job in jobs if job}
    assert dl.claim() is None
    assert seen >= {only}
    if which != "all":
        assert seen == {only, latest if which == "latest" else best}


def test_a_regrade_can_be_cancelled_and_asked_for_again(dl: Class) -> None:
    ada = dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    job = dl.claim()
    for _ in range(2):
        answer = dl.prof.post(f"{regrade}/cancel")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    dl.settle(job)
    assert dl.score(ada) == (10, 10)
    assert "It was cancelled." in dl.prof.post(f"{regrade}/confirm").json()["detail"]
    again = dl.regrade()
    assert again != regrade
    assert dl.regrade() == again
    dl.settle(dl.claim())
    assert dl.prof.post(f"{again}/confirm").status_code == 200
    assert "It is live" in dl.prof.post(f"{again}/cancel").json()["detail"]


def test_what_we_failed_at_is_retried_before_it_is_confirmed(dl: Class) -> None:
    ada = dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    assert "nothing in it that we failed at" in dl.prof.post(f"{regrade}/retry").json()["detail"]
    for _ in range(3):
        job = dl.claim()
        assert job is not None
        with dl.house.database.writing() as session:
            attempts.give_back(session, job.held, "The box broke.")
    assert dl.told(regrade)["sentence"].startswith("We failed at 1 of 1 handins")
    assert "We failed at 1 of 1 handins" in dl.prof.post(f"{regrade}/confirm").json()["detail"]
    assert dl.score(ada) == (10, 10)
    assert dl.prof.post(f"{regrade}/retry").status_code == 202
    dl.settle(dl.claim())
    assert dl.prof.post(f"{regrade}/confirm").status_code == 200
    assert dl.score(ada) == (12, 12)


def test_a_regrade_gives_a_score_where_we_had_failed_to(dl: Class) -> None:
    ada = dl.hand_in("ada", settled=False)
    for _ in range(3):
        job = dl.house.claim()
        assert job is not None
        with dl.house.database.writing() as session:
            gradings.release(session, "w1")
    assert dl.score(ada) == (None, 10)
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    assert "1 score would change: 1 where we had failed." in dl.told(regrade)["sentence"]
    dl.prof.post(f"{regrade}/confirm")
    assert dl.score(ada) == (12, 12)
    assert dl.prof.get(f"/submissions/{ada}").json()["state"] == "graded"


def test_nothing_is_confirmed_before_everything_is_graded(dl: Class) -> None:
    dl.hand_in("ada")
    waiting = dl.hand_in("bob", settled=False)
    dl.more_points()
    regrade = dl.regrade()
    assert "0 of 2 handins are graded so far" in dl.prof.post(f"{regrade}/confirm").json()["detail"]
    dl.settle(dl.claim())
    dl.settle(dl.claim())
    # Bob's still waits for its first grading, by the version before.
    assert "1 of the handins are being graded" in dl.prof.post(f"{regrade}/confirm").json()["detail"]
    job = dl.house.claim()
    assert job is not None
    dl.house.settle(job, dl.versions[job.items[0].bundle.digest])
    assert dl.prof.post(f"{regrade}/confirm").status_code == 200
    assert dl.score(waiting) == (12, 12)


def test_a_regrade_by_a_version_that_was_replaced_since_is_refused(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    dl.publish(dl.manifest.replace("points = 2", "points = 5"))
    answer = dl.prof.post(f"{regrade}/confirm")
    assert "New handins are not graded by version 2 any more." in answer.json()["detail"]
    answer = dl.prof.post(REGRADES, json={"problem": "scaling"})
    assert answer.status_code == 409
    assert "A regrade of the latest handins by version 2 waits" in answer.json()["detail"]
    assert answer.json()["regrade"] == regrade.rpartition("/")[2]
    dl.prof.post(f"{regrade}/cancel")
    assert dl.told(dl.regrade())["version"] == 3


def test_what_is_not_there_is_refused(dl: Class) -> None:
    answer = dl.prof.post(REGRADES, json={"problem": "linear"})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "HW 9 holds no problem 'linear', so nothing can be regraded by it.",
    )
    unknown = f"{REGRADES}/00000000-0000-0000-0000-000000000000"
    assert dl.prof.get(unknown).status_code == 404
    assert dl.prof.get(f"{unknown}/changes").status_code == 404
    assert dl.prof.post(f"{unknown}/confirm").status_code == 404


def test_a_report_that_changes_what_checks_are_worth_is_refused(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    dl.regrade()
    job = dl.claim()
    assert job is not None
    [item] = job.job.items
    old = next(iter(dl.versions.values()))
    with dl.house.database.writing() as session, pytest.raises(ReportRefused, match="is worth 4"):
        work.settle(session, job.held, report(old, item))


def test_a_settled_regrading_is_not_settled_again(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    job = dl.claim()
    assert dl.settle(job)
    assert not dl.settle(job, *DOUBLED)
    assert dl.told(regrade)["up"] == 1


def test_staff_read_a_regrade_and_students_and_strangers_do_not(dl: Class) -> None:
    dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    ta, admin = dl.house.person("ta@x.edu", Role.TA), dl.house.person("admin@x.edu", admin=True)
    dl.house.course(LINEAR, slug="ml")
    outsider = dl.house.person("other@x.edu", Role.INSTRUCTOR, course="ml")
    for path in (regrade, f"{regrade}/changes"):
        statuses = [each.get(path).status_code for each in (dl.people["ada"], outsider, ta, dl.prof, admin)]
        assert statuses == [403, 404, 200, 200, 200]
        assert dl.house.client.get(f"/api/v1{path}").status_code == 401
    everybody = (dl.people["ada"], outsider, ta, admin)
    statuses = [each.post(f"{regrade}/cancel").status_code for each in everybody]
    assert statuses == [403, 404, 403, 200]


def test_confirmed_many_times_at_once_it_goes_live_once(dl: Class) -> None:
    ada = dl.hand_in("ada")
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: dl.prof.post(f"{regrade}/confirm"), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert dl.score(ada) == (12, 12)
    with dl.house.database.reading() as session:
        assert session.query(Grading).one().attempt == 2
