"""A check whose verdict is its bundle's own to give, in a box that no student code is in."""

from pathlib import Path

import numpy as np
import pytest

from graders.bundle import Bundle, read_bundle_folder
from graders.errors import BundleRefused
from graders.judge.ruling import NonsenseRuled, read_ruling
from graders.report import Curve, Explanation, Verdict
from graders.student_view import student_view
from tests.unit.graders.graded import RecordingSandbox, check, graded, why

MANIFEST = """
slug = "shuffling"
title = "Shuffling"
files = ["double.py"]

[limits]
wall_seconds = 1

[[checks]]
name = "order"
points = 4
judged = true
curves = ["order"]

[[checks]]
name = "pair"
points = 2
judged = true
visibility = "hidden"

[[checks]]
name = "length"
points = 1

[[misconceptions]]
name = "not-shuffled"
hint = "You return the numbers in their order."
fails = ["order"]
edits = [{ file = "double.py", find = "[::-1]", put = "" }]
"""

EXERCISE = """
def drawn(rng):
    return rng.standard_normal(4).round(2)

def order(handin, rng):
    return {"order": handin.load("double.py").shuffle(drawn(rng))}

def length(handin, rng):
    return {"length": handin.load("double.py").shuffle(drawn(rng)).shape[:1] + drawn(rng)}
"""

HIDDEN = """
from numpy import array
def pair(handin, rng):
    return {"one": {"pair": handin.load("double.py").shuffle(array([1.0, 2.0]))}}
"""

JUDGE = """
import numpy as np
from exercise import drawn

def order(handin, rng, answer):
    given, got = drawn(rng), answer["order"]
    if got.shape != (4,):
        return {"passed": False, "sentences": [f"Give all of them: {len(got)} came."]}
    if sorted(got) != sorted(given):
        return {"credit": 0.25, "sentences": ["Other numbers.", "Twice."], "expected": {"order": given}}
    if (got == given).all():
        return {"passed": False, "misconception": "not-shuffled"}
    assert (handin.load("double.py").shuffle(given) == given[::-1]).all()
    return {"passed": True, "notes": [handin.data["word.txt"].decode()]}

def pair(handin, rng, answer):
    return {"passed": sorted(answer["one"]["pair"]) == [1.0, 2.0], "sentences": ["No pair."]}
"""

REFERENCE = "def shuffle(x):\n    return x[::-1]\n"
ROLLS = "def shuffle(x):\n    return x.copy()[[1, 0, 3, 2][: len(x)]]\n"


def write(folder: Path, judge: str = JUDGE, **files: str) -> Bundle:
    contents = {
        "problem.toml": MANIFEST,
        "handout.md": "Shuffle them.",
        "exercise.py": EXERCISE,
        "hidden.py": HIDDEN,
        "judge.py": judge,
        "judge/word.txt": "well shuffled",
        "data/open.txt": "for everybody",
        "reference/double.py": REFERENCE,
    }
    for path, text in (contents | files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return read_bundle_folder(folder)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write(tmp_path_factory.mktemp("shuffling"))


def test_an_answer_that_the_reference_does_not_give_may_be_right(bundle: Bundle):
    report = graded(bundle, ROLLS)

    assert (check(report, "order").earned, check(report, "pair").earned) == (4, 2)
    assert check(report, "order").notes == ("well shuffled",)


def test_a_judge_tells_a_known_mistake_by_its_name(bundle: Bundle):
    report = graded(bundle, "def shuffle(x):\n    return x\n")

    told = check(report, "order").explanation
    assert told
    assert (told.kind, told.misconception) == ("misconception", "not-shuffled")
    assert told.sentence == "You return the numbers in their order."


def test_a_judge_has_words_of_its_own(bundle: Bundle):
    report = graded(bundle, "def shuffle(x):\n    return x[:3]\n")

    assert why(report, "order") == "judged: Give all of them: 3 came."


def test_a_judge_leaves_a_part_of_the_points_and_says_what_was_due(bundle: Bundle):
    report = graded(bundle, "def shuffle(x):\n    return x + 1\n", exact=False)

    order = check(report, "order")
    assert (order.earned, order.verdict, report.verdict) == (1.0, Verdict.FAILED, Verdict.FAILED)
    assert why(report, "order") == "judged: Other numbers. Twice."
    assert [(wrong.kind, wrong.array, wrong.wrong) for wrong in order.mismatches] == [("values", "order", 4)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("None", "type"),
        ("x.view(type('Own', (type(x),), {}))", "type"),
        ("__import__('numpy').array([x, None], dtype=object)", "type"),
        ("1 / 0", "exception"),
        ("__import__('os')._exit(0)", "exit"),
    ],
)
def test_what_is_no_array_is_told_before_a_judge_is_asked(bundle: Bundle, answer: str, kind: str):
    sandbox = RecordingSandbox()
    report = graded(bundle, f"def shuffle(x):\n    return {answer}\n", sandbox)

    assert why(report, "order").partition(":")[0] == kind
    assert not [task for task in sandbox.tasks if "_sit(" in task.exercises["shuffling"].source]


def test_no_box_holds_both_students_code_and_the_judges_files(bundle: Bundle):
    sandbox = RecordingSandbox()
    graded(bundle, ROLLS, sandbox)

    judging, students = [], []
    for task in sandbox.tasks:
        exercise = task.exercises["shuffling"]
        (students if ROLLS.encode() in task.files.values() else judging).append(exercise)
    assert len(students) == 3
    for exercise in students:
        assert set(exercise.files) == {"open.txt"}
        assert "well shuffled" not in exercise.source + str(exercise.files)
    assert [set(each.files) for each in judging if "_sit(" in each.source] == [
        {"open.txt", "word.txt", "answers of order/0", "answers of pair/0"}
    ]


def test_a_long_judge_lies_in_several_files(tmp_path: Path):
    judge = JUDGE.replace("from exercise", "from words import WORD\nfrom exercise")
    judge = judge.replace('[handin.data["word.txt"].decode()]', "[WORD, *sorted(handin.data)]")
    words = "from texts import WELL\nWORD = WELL + ' done'\n"
    files = {"judge/texts.py": "WELL = 'well'\n", "judge/words.py": words}
    report = graded(write(tmp_path, judge, **files), ROLLS, exact=False)

    assert check(report, "order").notes == ("well done", "open.txt", "word.txt")


def test_a_part_of_a_judge_that_is_not_python_refuses_the_bundle(tmp_path: Path):
    with pytest.raises(BundleRefused, match=r"judge/words\.py: is not Python"):
        write(tmp_path, **{"judge/words.py": "def word(:\n"})


def test_all_judged_checks_of_a_problem_cost_one_child_and_one_more_each(bundle: Bundle):
    graded(bundle, ROLLS)  # the reference's arrays are kept from here on
    sandbox = RecordingSandbox()
    graded(bundle, ROLLS, sandbox)

    asked = [[step.check for step in task.steps] for task in sandbox.tasks]
    assert asked == [["length"], ["order"], ["pair"], ["order", "pair"]]


FAILURES = {
    "raise ValueError('on my side')": "it raised ValueError: on my side",
    "while True: pass": "it ended (wall",
    "import os; os._exit(0)": "it ended (exit",
    "return {'passed': object()}": "it says something that is no array and no text",
    "return {'passed': False}": "it takes points away without a word",
}


@pytest.mark.parametrize("body", FAILURES)
def test_a_judge_that_fails_costs_no_student_anything(tmp_path: Path, body: str):
    broken = write(tmp_path, JUDGE.replace('given, got = drawn(rng), answer["order"]', body))
    report = graded(broken, ROLLS, exact=False)

    assert report.verdict is Verdict.FAULT
    assert report.fault.startswith("judge.py of shuffling gives no verdict on order: ")
    assert FAILURES[body] in report.fault
    assert "judge.py" not in student_view(report, deadline_passed=True).fault
    assert {one.verdict for one in report.checks} == {Verdict.FAULT}


NONSENSE: list[tuple[dict[str, object], str]] = [
    ({}, "it must say either `passed` or `credit`, and says neither"),
    ({"passed": True, "credit": 1}, "and says passed and credit"),
    ({"passed": 1.0}, "its `passed` is float64 of shape ()"),
    ({"credit": [1.0]}, "its `credit` is float64 of shape (1,)"),
    ({"credit": float("nan")}, "its `credit` is nan"),
    ({"credit": 1.5}, "its `credit` is 1.5, and must be from 0 to 1"),
    ({"passed": False, "sentences": [" "]}, "it takes points away without a word"),
    ({"passed": False, "sentences": [[1]]}, "its `sentences` is int64 of shape (1, 1)"),
    ({"passed": False, "misconception": "no-such"}, "it names the misconception 'no-such'"),
    ({"passed": True, "score": 1}, "it says 'score', which is no word of a judge's"),
]


@pytest.mark.parametrize(("words", "complaint"), NONSENSE)
def test_a_word_that_is_none_is_told(bundle: Bundle, words: dict[str, object], complaint: str):
    with pytest.raises(NonsenseRuled) as told:
        read_ruling({("", word): np.asarray(said) for word, said in words.items()}, {}, bundle.problem)
    assert complaint in str(told.value)


def test_nothing_is_expected_of_an_array_that_was_not_answered(bundle: Bundle):
    said = {("", "passed"): np.array(False), ("", "sentences"): np.array("x"), ("expected", "y"): np.ones(1)}
    with pytest.raises(NonsenseRuled, match="it expects an array 'y'"):
        read_ruling(said, {("", "order"): np.ones(1)}, bundle.problem)


def test_a_judges_words_are_made_plain(bundle: Bundle):
    said = {("", "credit"): np.array(0), ("", "sentences"): np.array(["\x1b[31mRed.", "Two\nlines."])}
    explanation = read_ruling(said, {}, bundle.problem).explanation
    assert explanation == Explanation("judged", "Red. Two␤lines.")


def test_curves_are_the_students_beside_the_references(bundle: Bundle):
    report = graded(bundle, ROLLS)

    (curve,) = check(report, "order").curves
    assert isinstance(curve, Curve)
    assert curve.name == "order"
    assert sorted(curve.got, key=str) == sorted(curve.expected, key=str)
    assert curve.got != curve.expected


def test_what_is_no_curve_is_not_drawn(bundle: Bundle):
    report = graded(bundle, "def shuffle(x):\n    return x.reshape(-1, 1)\n", exact=False)
    assert check(report, "order").curves == ()


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"judge.py": ""}, "judge.py: must hold a function `order(handin, rng, answer)`"),
        (
            {"judge.py": JUDGE.replace("(handin, rng, answer)", "(handin, rng)")},
            "`order(handin, rng, answer)`",
        ),
        (
            {"judge.py": JUDGE + "\ndef length(handin, rng, answer): pass"},
            "holds `length`, whose check does not",
        ),
        ({"judge.py": "def order(:"}, "judge.py: is not Python"),
        ({"judge.py": "#" * (300 * 1024)}, "judge.py: is larger than 256 KiB"),
        (
            {"problem.toml": MANIFEST.replace("judged = true", ""), "judge.py": ""},
            "judge.py, judge/: no check says `judged = true`",
        ),
        (
            {"problem.toml": MANIFEST.replace("curves", "reveal = false\ncurves")},
            "problem.toml, checks.order.curves: would show expected values",
        ),
        ({"problem.toml": MANIFEST.replace('["order"]\n', '["order", "order"]\n', 1)}, "more than once"),
    ],
)
def test_a_bundle_is_refused_whose_judge_is_not_all_there(
    tmp_path: Path, files: dict[str, str], complaint: str
):
    with pytest.raises(BundleRefused) as refused:
        write(tmp_path, **files)
    assert complaint in str(refused.value)
