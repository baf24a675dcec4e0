"""Points that people give for single checks, on both databases: they outlast every machine."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec.structs import replace

from api.db.models import AuditEntry, Grading, GradingState, Role, Submission
from api.problems import service as problems
from graders.problem import Check
from tests.integration.api.classroom import SHIFTED, Class
from tests.integration.api.homework import LINEAR, SECRET, STATS, bundle
from tests.integration.api.house import House, Person

REASON = "The transpose is only a matter of taste here."


class Scene:
    """A student's graded submission, and a TA who looks at its checks."""

    def __init__(self, house: House, *problems: Any, failed: tuple[str, ...] = ("forward",)) -> None:
        self.house, self.problems = house, problems or (LINEAR,)
        house.course(*self.problems)
        self.ada, self.ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
        self.id = self.ada.hand_in().json()["id"]
        self.grade(*failed)
        self.grading = self.seen(self.ta)["problems"][0]["grading"]

    def grade(self, *failed: str) -> None:
        job = self.house.claim()
        assert job is not None
        self.house.settle(job, *self.problems, failed=failed)

    def grade_again(self, *failed: str) -> None:
        """What happens when a worker is handed it once more."""
        with self.house.database.writing() as session:
            grading = session.query(Grading).one()
            grading.state, grading.attempt_limit = GradingState.QUEUED, grading.attempt + 3
        self.grade(*failed)

    def seen(self, who: Person) -> dict[str, Any]:
        answer: dict[str, Any] = who.get(f"/submissions/{self.id}").json()
        return answer

    def read(self, check: str = "forward") -> dict[str, Any]:
        answer: dict[str, Any] = self.ta.get(f"/gradings/{self.grading}/checks/{check}").json()
        return answer

    def give(self, earned: Any, check: str = "forward", **changes: Any) -> Any:
        body = {
            "revision": self.read(check).get("revision", ""),
            "earned": earned,
            "reason": REASON,
        } | changes
        return self.ta.ask("PUT", f"/gradings/{self.grading}/checks/{check}/override", json=body)

    def withdraw(self, check: str = "forward", **changes: Any) -> Any:
        body = {"revision": self.read(check)["revision"]} | changes
        return self.ta.post(f"/gradings/{self.grading}/checks/{check}/withdraw", json=body)

    def kept(self) -> float | None:
        """The total in the database."""
        with self.house.database.reading() as session:
            return session.query(Submission).one().earned


def test_an_override_counts_and_the_student_reads_why_and_what_the_machine_gave(house: House) -> None:
    scene = Scene(house)
    assert scene.seen(scene.ada)["earned"] == 3
    given = scene.give(2)
    assert (given.status_code, given.json()["machine"], given.json()["earned"]) == (200, 0, 2)
    seen = scene.seen(scene.ada)
    assert (seen["earned"], seen["problems"][0]["earned"], scene.kept()) == (5, 5, 5)
    told = seen["problems"][0]["overrides"][0]
    assert (told["check"], told["machine"], told["earned"], told["reason"]) == ("forward", 0, 2, REASON)
    assert "by" not in told
    # The machine's own word stays.
    assert seen["problems"][0]["report"]["checks"][0]["earned"] == 0


def test_no_later_report_takes_an_override_back_and_a_withdrawal_lets_the_machine_speak(house: House) -> None:
    scene = Scene(house)
    scene.give(2)
    scene.grade_again("forward", "backward")
    assert (scene.seen(scene.ada)["earned"], scene.kept()) == (2, 2)
    assert scene.read()["earned"] == 2
    assert scene.withdraw(reason="On second thoughts.").status_code == 200
    assert (scene.seen(scene.ada)["earned"], scene.kept()) == (0, 0)
    assert scene.seen(scene.ada)["problems"][0]["overrides"] == []
    assert scene.withdraw().status_code == 409
    history = scene.ta.get(f"/gradings/{scene.grading}/overrides").json()
    assert [(each["number"], each["earned"], each["by"]) for each in history] == [
        (2, None, "ta@x.edu"),
        (1, 2, "ta@x.edu"),
    ]


def test_every_override_is_in_the_audit_trail(house: House) -> None:
    scene = Scene(house)
    scene.give(2)
    scene.withdraw()
    with house.database.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.at, AuditEntry.id).all()
        told = [
            (each.action, each.about.email if each.about else "", each.details["now"]) for each in entries
        ]
    assert told[-2:] == [("score.override", "ada@x.edu", 2), ("score.withdraw", "ada@x.edu", 0)]


def test_points_that_break_a_rule_are_refused(house: House) -> None:
    scene = Scene(house)
    assert "2.5 points are not between 0 and the check's 2" in scene.give(2.5).json()["detail"]
    for wrong in ({"reason": "  "}, {"revision": 1}, {"reason": "a\0b"}):
        assert scene.give(1, **wrong).status_code == 422
    assert [scene.give(wrong).status_code for wrong in (-1, "NaN", None)] == [422] * 3
    assert "diagnostic" in scene.give(0, "shape").json()["detail"]
    assert scene.give(1, "nothing").status_code == 404
    assert scene.kept() == 3


def test_what_people_decide_as_a_whole_is_not_overridden_check_by_check(house: House) -> None:
    scene = Scene(house, STATS, failed=("losses",))
    refused = scene.give(1, "losses")
    assert refused.status_code == 409
    assert "decide Training statistics as a whole" in refused.json()["detail"]


def test_of_two_who_override_at_one_moment_one_is_told_of_the_other(house: House) -> None:
    scene = Scene(house)
    path = f"/gradings/{scene.grading}/checks/forward/override"
    body = {"revision": scene.read()["revision"], "reason": "x"}

    def give(earned: int) -> int:
        return scene.ta.ask("PUT", path, json=body | {"earned": earned % 3}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(give, range(6))) == [200] + [409] * 5
    late = scene.give(1, revision=body["revision"])
    assert "ta@x.edu gave" in late.json()["detail"]
    assert scene.give(1, revision=late.json()["revision"]).status_code == 200
    # Another check is another matter.
    assert scene.give(1, "backward").status_code == 200
    assert scene.kept() == 2


def test_who_read_an_earlier_result_overrides_no_later_one(house: House) -> None:
    scene = Scene(house)
    before = scene.read()["revision"]
    scene.grade_again()
    refused = scene.give(1, revision=before)
    assert refused.status_code == 409
    assert "graded again while you read" in refused.json()["detail"]


def test_the_override_of_a_hidden_check_tells_a_student_nothing(house: House) -> None:
    scene = Scene(house, SECRET, failed=("never", "later"))
    before = scene.seen(scene.ada)
    assert scene.give(11, "never").status_code == 200
    assert scene.give(7, "later").status_code == 200
    after = scene.seen(scene.ada)
    assert (after["earned"], after["problems"]) == (before["earned"], before["problems"])
    assert scene.seen(scene.ta)["earned"] == 23


def test_a_check_that_was_renamed_keeps_its_points_and_staff_are_told(house: House) -> None:
    scene = Scene(house)
    scene.give(2)
    renamed = replace(LINEAR, checks=[Check("fwd", 2), *LINEAR.checks[1:]])
    scene.problems = (renamed,)
    with house.database.writing() as session:
        newest = problems.install(session, house.blobs, bundle(renamed, "# the second version"))
        session.query(Grading).one().bundle_version = newest
    scene.grade_again("fwd")
    assert (scene.seen(scene.ada)["earned"], scene.kept()) == (5, 5)
    told = scene.seen(scene.ta)["problems"][0]["overrides"][0]
    assert (told["check"], told["stranded"], told["machine"]) == ("forward", True, 0)
    lost = scene.ta.get("/courses/dl/assignments/hw1/stranded").json()
    assert [(each["submission"], each["overrides"][0]["check"]) for each in lost] == [(scene.id, "forward")]
    assert scene.give(1).status_code == 409
    assert scene.withdraw().status_code == 200
    assert scene.ta.get("/courses/dl/assignments/hw1/stranded").json() == []
    assert (scene.seen(scene.ada)["earned"], scene.kept()) == (3, 3)


def test_a_regrade_that_goes_live_leaves_an_override_where_it_is(house: House) -> None:
    dl = Class(house)
    ada = dl.hand_in("ada", *SHIFTED)
    [problem] = dl.prof.get(f"/submissions/{ada}").json()["problems"]
    path = f"/gradings/{problem['grading']}/checks/shifted"
    given = {"revision": "1-0", "earned": 1, "reason": REASON}
    assert dl.prof.ask("PUT", f"{path}/override", json=given).status_code == 200
    assert dl.score(ada) == (9, 10)
    dl.more_points()
    regrade = dl.regrade()
    dl.settle(dl.claim())
    assert dl.prof.post(f"{regrade}/confirm").status_code == 200
    assert dl.score(ada) == (9, 12)  # the machine gives 4 now, and a person has given 1
    revision = dl.prof.get(path).json()["revision"]
    assert dl.prof.post(f"{path}/withdraw", json={"revision": revision}).status_code == 200
    assert dl.score(ada) == (12, 12)
