"""What is said about a handin, and what a student asks, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.db.models import Assignment, AuditEntry, Grading, GradingState, Role
from tests.integration.api.homework import SECRET, STATS, tar
from tests.integration.api.house import House, Person
from tests.integration.api.test_overriding import Scene

CODE = b"import numpy as np\n\nx = 1\r\ny = 2\n"
HOSTILE = "<script>alert(1)</script>\u202e[x](javascript:alert(1))"
WORK = "/courses/dl/assignments/hw1"


def spot(first: int = 1, last: int | None = None, **more: Any) -> dict[str, Any]:
    return {"path": "mytorch/linear.py", "first_line": first, "last_line": last, "text": "Why?"} | more


@pytest.fixture
def scene(house: House) -> Scene:
    made = Scene(house)
    files = {
        "mytorch/linear.py": CODE,
        "plot.png": b"\x89PNG\r\n\x1a\n",
        "blob.bin": bytes(99),
        "empty.py": b"",
    }
    made.id = made.ada.hand_in(tar(files)).json()["id"]
    made.grade("forward")
    made.grading = made.seen(made.ta)["problems"][0]["grading"]
    return made


def annotate(scene: Scene, who: Person | None = None, **more: Any) -> Any:
    return (who or scene.ta).post(f"/submissions/{scene.id}/annotations", json=spot(**more))


def listed(scene: Scene, who: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = who.get(f"/submissions/{scene.id}/annotations").json()
    return found


def test_a_comment_on_lines_becomes_a_thread_that_its_student_answers(scene: Scene) -> None:
    made = annotate(scene, first=2, last=4, text=HOSTILE)
    assert made.status_code == 201
    thread = f"/annotations/{made.json()['id']}"
    assert scene.ada.post(f"{thread}/remarks", json={"text": "Because."}).status_code == 201
    [told] = listed(scene, scene.ada)
    assert (told["path"], told["first_line"], told["last_line"]) == ("mytorch/linear.py", 2, 4)
    said = [(each["by"], each["by_staff"], each["mine"], each["text"]) for each in told["remarks"]]
    assert said == [("Staff", True, False, HOSTILE), ("ada@x.edu", False, True, "Because.")]
    assert listed(scene, scene.ta)[0]["remarks"][0]["by"] == "ta@x.edu"
    assert scene.ada.ask("PUT", f"{thread}/resolved", json={"resolved": True}).json()["resolved"]
    assert not scene.ta.post(f"{thread}/remarks", json={"text": "But:"}).json()["resolved"]


def test_lines_that_are_not_there_are_refused_in_a_sentence(scene: Scene) -> None:
    for wrong, said in (
        ({"first": 5}, "has the lines 1 to 4; 5 to 5 are not there"),
        ({"first": 3, "last": 2}, "3 to 2 are not there"),
        ({"path": "plot.png"}, "plot.png is not shown line by line"),
        ({"path": "blob.bin"}, "is not shown line by line"),
        ({"path": "empty.py"}, "is not shown line by line"),
        ({"text": ""}, "Write a comment, or choose a saved one"),
        ({"first": 0}, "first_line"),
        ({"text": "a\0b"}, "text"),
    ):
        refused = annotate(scene, **wrong)
        assert (refused.status_code, said in refused.json()["detail"]) == (422, True), refused.text
    for path in ("other.py", "../secret", "mytorch/../mytorch/linear.py"):
        assert annotate(scene, path=path).status_code == 404
    assert listed(scene, scene.ta) == []


def test_only_staff_of_the_course_begin_a_thread_and_nobody_else_hears_of_one(
    scene: Scene, house: House
) -> None:
    house.course(SECRET, slug="ml")
    bob = house.person("bob@x.edu", Role.STUDENT)
    elsewhere = house.person("eva@x.edu", Role.TA, course="ml")
    assert annotate(scene, scene.ada).status_code == 403
    made = annotate(scene).json()
    for who in (bob, elsewhere):
        assert annotate(scene, who).status_code == 404
        assert who.get(f"/submissions/{scene.id}/annotations").status_code == 404
        assert who.post(f"/annotations/{made['id']}/remarks", json={"text": "x"}).status_code == 404
        assert who.ask("DELETE", f"/remarks/{made['remarks'][0]['id']}").status_code == 404
    assert (
        scene.ada.ask("PATCH", f"/remarks/{made['remarks'][0]['id']}", json={"text": "x"}).status_code == 404
    )


def test_a_student_reads_nothing_and_asks_nothing_while_scores_are_hidden(scene: Scene, house: House) -> None:
    thread = f"/annotations/{annotate(scene).json()['id']}/remarks"
    assert scene.give(2).status_code == 200
    for hidden in (True, False):
        with house.database.writing() as session:
            session.query(Assignment).one().scores_wait = hidden
        assert len(listed(scene, scene.ada)) == (0 if hidden else 1)
        assert len(listed(scene, scene.ta)) == 1
        told = scene.seen(scene.ada)["problems"][0]["overrides"]
        assert [each["earned"] for each in told] == ([] if hidden else [2])
        assert scene.ada.post(thread, json={"text": "x"}).status_code == (404 if hidden else 201)
        assert ask(scene).status_code == (409 if hidden else 201)


def test_what_one_said_is_changed_and_deleted_and_a_thread_goes_with_its_last_word(scene: Scene) -> None:
    made = annotate(scene).json()
    first = f"/remarks/{made['remarks'][0]['id']}"
    assert scene.ta.ask("PATCH", first, json={"text": "Why so?"}).json()["edited_at"]
    answer = scene.ada.post(f"/annotations/{made['id']}/remarks", json={"text": "So."}).json()
    assert scene.ta.ask("DELETE", first).status_code == 204
    assert scene.ta.ask("PATCH", first, json={"text": "Again"}).status_code == 409
    [told] = listed(scene, scene.ada)
    assert [(each["deleted"], each["text"]) for each in told["remarks"]] == [(True, ""), (False, "So.")]
    assert scene.ada.ask("DELETE", f"/remarks/{answer['remarks'][1]['id']}").status_code == 204
    assert listed(scene, scene.ta) == []
    assert scene.ta.post(f"/annotations/{made['id']}/remarks", json={"text": "x"}).status_code == 404


def test_a_saved_comment_is_said_and_counted(scene: Scene) -> None:
    kept = scene.ta.post(f"{WORK}/comments", json={"name": "Units", "text": "Say the *units*."}).json()
    scene.ta.post(f"{WORK}/comments", json={"name": "Shape", "text": "Say the shape."})
    assert annotate(scene, text="", saved=kept["id"]).json()["remarks"][0]["text"] == "Say the *units*."
    changed = annotate(scene, text="Say the units of x.", saved=kept["id"]).json()
    assert changed["remarks"][0]["text"] == "Say the units of x."
    saved = scene.ta.get(f"{WORK}/comments").json()
    assert [(each["name"], each["uses"]) for each in saved] == [("Units", 2), ("Shape", 0)]
    again = scene.ta.post(f"{WORK}/comments", json={"name": "Units", "text": "Units!"}).json()
    assert (again["id"], again["uses"]) == (kept["id"], 2)
    assert annotate(scene, saved="0" * 36).status_code == 404
    assert scene.ta.ask("DELETE", f"{WORK}/comments/{kept['id']}").status_code == 204
    assert len(listed(scene, scene.ada)) == 2


def ask(scene: Scene, who: Person | None = None, check: str = "forward") -> Any:
    body = {"check": check, "text": "Please look again."}
    return (who or scene.ada).post(f"/gradings/{scene.grading}/requests", json=body)


def test_a_request_is_answered_with_points_and_goes_on_until_it_is_closed(scene: Scene) -> None:
    made = ask(scene)
    assert (made.status_code, made.json()["state"]) == (201, "open")
    thread = f"/requests/{made.json()['id']}"
    [waiting] = scene.ta.get(f"{WORK}/requests", params={"state": "open"}).json()
    assert (waiting["id"], waiting["check"], waiting["student"]) == (
        made.json()["id"],
        "forward",
        "ada@x.edu",
    )
    given = {"revision": scene.read()["revision"], "earned": 2}
    answered = scene.ta.post(f"{thread}/remarks", json={"text": "You are right.", "override": given})
    assert (answered.status_code, answered.json()["state"]) == (201, "answered")
    assert scene.seen(scene.ada)["problems"][0]["overrides"][0]["reason"] == "You are right."
    stale = scene.ta.post(f"{thread}/remarks", json={"text": "Or not.", "override": given})
    assert stale.status_code == 409
    assert scene.ada.post(f"{thread}/remarks", json={"text": "Thanks, but"}).json()["state"] == "open"
    assert scene.ta.post(f"{thread}/close").json()["state"] == "closed"
    assert scene.ada.post(f"{thread}/remarks", json={"text": "Still."}).status_code == 409
    assert [each["text"] for each in scene.ada.get(thread).json()["remarks"]] == [
        "Please look again.",
        "You are right.",
        "Thanks, but",
    ]
    assert scene.ta.get(f"{WORK}/requests", params={"state": "open"}).json() == []


def test_each_check_is_asked_about_once_however_often_somebody_clicks(scene: Scene) -> None:
    with ThreadPoolExecutor(6) as pool:
        asked = list(pool.map(lambda _: ask(scene).status_code, range(6)))
    assert sorted(asked) == [201] + [409] * 5
    assert ask(scene, check="").status_code == 201
    assert len(scene.ada.get(f"/submissions/{scene.id}/requests").json()) == 2


def test_nobody_asks_about_what_is_not_theirs_not_there_or_hidden(house: House) -> None:
    scene = Scene(house, SECRET, failed=("never",))
    bob = house.person("bob@x.edu", Role.STUDENT)
    assert ask(scene, bob, "shown").status_code == 404
    assert ask(scene, scene.ta, "shown").status_code == 404
    hidden, absent = ask(scene, check="never"), ask(scene, check="nevermore")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.json()["detail"].replace("never", "x") == absent.json()["detail"].replace("nevermore", "x")
    made = ask(scene, check="shown").json()
    for path in ("", "/remarks", "/close"):
        method = "POST" if path else "GET"
        assert bob.ask(method, f"/requests/{made['id']}{path}", json={"text": "x"}).status_code == 404
    given = {"revision": "1-0", "earned": 5}
    greedy = scene.ada.post(f"/requests/{made['id']}/remarks", json={"text": "Mine.", "override": given})
    assert greedy.status_code == 403


def test_nobody_asks_before_it_is_graded(house: House) -> None:
    scene = Scene(house, STATS, failed=("losses",))
    refused = ask(scene, check="losses")
    assert (refused.status_code, "not graded yet" in refused.json()["detail"]) == (409, True)
    with house.database.writing() as session:
        session.query(Grading).one().state = GradingState.DONE
    assert ask(scene, check="losses").status_code == 201


def test_an_assignment_is_graded_without_names_until_an_instructor_asks_for_one(scene: Scene) -> None:
    prof = scene.house.person("prof@x.edu", Role.INSTRUCTOR)
    assert scene.ta.ask("PUT", f"{WORK}/anonymous", json={"anonymous": True}).status_code == 403
    assert prof.ask("PUT", f"{WORK}/anonymous", json={"anonymous": True}).status_code == 200
    annotate(scene)
    scene.ada.post(f"/annotations/{listed(scene, scene.ta)[0]['id']}/remarks", json={"text": "x"})
    ask(scene)
    for who in (scene.ta, prof):
        names = {
            scene.seen(who)["student"],
            who.get(f"/gradings/{scene.grading}").json()["student"],
            who.get(f"{WORK}/requests").json()[0]["student"],
            listed(scene, who)[0]["remarks"][1]["by"],
            *(each["student"] for each in who.get(f"{WORK}/submissions").json()),
        }
        assert len(names) == 1
        assert names.pop().startswith("Student ")
        assert who.get(f"{WORK}/submissions", params={"student": "ada@x.edu"}).status_code == 409
    assert scene.seen(scene.ada)["student"] == "ada@x.edu"
    assert scene.ta.post(f"/submissions/{scene.id}/reveal").status_code == 403
    told = prof.post(f"/submissions/{scene.id}/reveal").json()
    assert (told["email"], told["pseudonym"]) == ("ada@x.edu", scene.seen(scene.ta)["student"])
    prof.post(f"/submissions/{scene.id}/reveal")
    assert scene.seen(prof)["student"] == "ada@x.edu"
    with scene.house.database.reading() as session:
        actions = [each.action for each in session.query(AuditEntry).order_by(AuditEntry.at)]
    assert actions.count("student.reveal") == 1
    assert "assignment.anonymous" in actions
    prof.ask("PUT", f"{WORK}/anonymous", json={"anonymous": False})
    assert scene.seen(scene.ta)["student"] == "ada@x.edu"
