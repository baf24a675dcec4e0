"""Why a class fails: what several checks say in the same words is told once."""

from api.db.models import BundleVersion
from api.statistics.checks import Findings
from api.statistics.repository import Failure

NAMED = {"v1": ("mlp", BundleVersion(title="Multi-layer perceptron"))}


def failed(student: str, check: str, likeness: str) -> Failure:
    return Failure(student, f"grading of {student}", "v1", check, "", likeness)


def test_a_sentence_of_several_checks_is_told_once_and_makes_room_for_another() -> None:
    failures = [
        *(failed(student, "forward", "unwritten-1") for student in "abc"),
        *(failed(student, "backward", "unwritten-2") for student in "ab"),
        failed("d", "momentum", "no-velocity"),
    ]
    said = {"unwritten-1": "Not written.", "unwritten-2": "Not written.", "no-velocity": "No velocity."}
    told = Findings.of([], failures, NAMED, most=2).told(said)
    assert [(each.sentence, each.students, each.like) for each in told] == [
        ("Not written.", 3, "unwritten-1"),
        ("No velocity.", 1, "no-velocity"),
    ]


def test_groups_of_which_nothing_was_said_are_kept_apart() -> None:
    failures = [failed("a", "forward", "one"), failed("a", "backward", "two")]
    told = Findings.of([], failures, NAMED, most=5).told({})
    assert [each.like for each in told] == ["one", "two"]
