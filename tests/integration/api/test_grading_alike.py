"""One decision for all answers that are alike, on both databases."""

from typing import Any

from api.db.models import AuditEntry, Role
from tests.integration.api.homework import LINEAR, PROOFS, STATS, tar
from tests.integration.api.house import House, Person


class Room:
    """Three students whose handins fail as is said, and a TA."""

    def __init__(self, house: House, problem: Any, *failed: tuple[str, ...], files: Any = None) -> None:
        self.house, self.problem = house, problem
        house.course(problem)
        self.ta = house.person("ta@x.edu", Role.TA)
        self.students = [house.person(f"s{number}@x.edu", Role.STUDENT) for number in range(len(failed))]
        self.ids = [
            self.hand_in(who, wrong, files[place] if files else None)
            for place, (who, wrong) in enumerate(zip(self.students, failed, strict=True))
        ]

    def hand_in(self, who: Person, failed: tuple[str, ...], files: dict[str, bytes] | None = None) -> str:
        submission = who.hand_in(tar(files)).json()["id"]
        if (job := self.house.claim()) is not None:
            self.house.settle(job, self.problem, failed=failed)
        found: str = self.ta.get(f"/submissions/{submission}").json()["problems"][0]["grading"]
        return found

    def alike(self, number: int = 0, check: str = "") -> list[dict[str, Any]]:
        path = f"/gradings/{self.ids[number]}/alike"
        found: list[dict[str, Any]] = self.ta.get(path, params={"check": check}).json()
        return found

    def grade(self, listed: list[dict[str, Any]], **deed: Any) -> Any:
        chosen = [{"grading": each["grading"], "revision": each["revision"]} for each in listed]
        return self.ta.post(f"/gradings/{self.ids[0]}/alike", json={"chosen": chosen} | deed)

    def earned(self) -> list[float | None]:
        return [self.ta.get(f"/gradings/{id_}").json()["earned"] for id_ in self.ids]

    def acts(self, action: str) -> int:
        with self.house.database.reading() as session:
            return session.query(AuditEntry).filter(AuditEntry.action == action).count()


def test_a_check_that_several_failed_alike_is_overridden_for_all_of_them_but_who_was_done(
    house: House,
) -> None:
    room = Room(house, LINEAR, ("forward",), ("forward",), (), ("forward",))
    listed = room.alike(check="forward")
    assert [each["grading"] for each in listed] == [room.ids[0], room.ids[1], room.ids[3]]
    taken = f"/gradings/{room.ids[1]}/checks/forward/override"
    mine = {"revision": listed[1]["revision"], "earned": 2, "reason": "Mine."}
    assert room.ta.ask("PUT", taken, json=mine).status_code == 200
    stranger = {"grading": room.ids[2], "revision": "1-0"}
    deed = {"check": "forward", "earned": 1, "reason": "Nearly.", "comment": "See *section 2*."}
    answer = room.grade([*listed, stranger], **deed).json()
    assert answer["done"] == [room.ids[0], room.ids[3]]
    why = {each["grading"]: each["why"] for each in answer["skipped"]}
    assert "ta@x.edu gave 2 of 2 points (“Mine.”) while you read" in why[room.ids[1]]
    assert "not like the others" in why[room.ids[2]]
    assert room.earned() == [4, 5, 5, 4]
    assert room.acts("score.override") == 3
    submission = listed[2]["submission"]
    [thread] = room.students[3].get(f"/submissions/{submission}/annotations").json()
    assert (thread["check"], thread["remarks"][0]["text"]) == ("forward", "See *section 2*.")


def test_proposals_with_the_same_mistakes_are_decided_together(house: House) -> None:
    room = Room(house, STATS, ("losses",), ("losses",), ("losses", "errors"), ())
    listed = room.alike()
    assert [each["grading"] for each in listed] == room.ids[:2]
    refused = room.grade(listed, earned=3)
    assert (refused.status_code, "Give a reason" in refused.json()["detail"]) == (422, True)
    assert room.grade(listed, earned=3, reason="Half.").json()["done"] == room.ids[:2]
    assert room.earned() == [3, 3, None, None]
    assert room.acts("score.decide") == 2
    assert [each["grading"] for each in room.alike(3)] == [room.ids[3]]


def test_written_answers_that_say_the_same_are_marked_together(house: House) -> None:
    texts = (b"Jensen's inequality.", b"  JENSEN'S\ninequality", b"The determinant.", b"%PDF-1.4 Jensen's")
    files = [{"proofs.pdf": text} for text in texts]
    room = Room(house, PROOFS, (), (), (), (), files=files)
    listed = room.alike()
    assert [each["grading"] for each in listed] == room.ids[:2]
    marks = {"density": 0, "positive": 3}
    assert room.grade(listed, marks=marks, reason="Half of it.").json()["done"] == room.ids[:2]
    assert room.earned() == [3, 3, None, None]


def test_only_the_newest_of_a_student_counts_and_nothing_is_done_to_nobody(house: House) -> None:
    room = Room(house, LINEAR, ("forward",), ("forward",))
    room.hand_in(room.students[1], ())
    listed = room.alike(check="forward")
    assert [each["grading"] for each in listed] == room.ids[:1]
    assert room.grade(listed, check="forward").status_code == 422
    assert room.grade([], check="forward", earned=1).status_code == 422
    assert room.grade(listed, check="backward", earned=1, reason="x").status_code == 404
    assert room.grade(listed, earned=1, reason="x").status_code == 404
