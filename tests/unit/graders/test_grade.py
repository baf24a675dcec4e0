"""A handin in, a verdict and a reason for every check out."""

from pathlib import Path

import pytest

from graders.bundle import Bundle
from graders.errors import SandboxFault
from graders.grade import Progress, grade
from graders.handin import Handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Verdict
from tests.unit.graders.graded import RecordingSandbox, check, graded, shared_cache, why
from tests.unit.graders.problems import EXERCISE, HIDDEN, MANIFEST, REFERENCE, SQUARED, write_problem
from worker.sandbox.bare import BareSandbox


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_problem(tmp_path_factory.mktemp("doubling"))


def test_a_right_handin_earns_everything(bundle: Bundle):
    told: list[Progress] = []
    report = graded(bundle, REFERENCE, told=told)

    assert (report.verdict, report.earned, report.points) == (Verdict.PASSED, 12, 12)
    assert (report.box, report.runtime, report.bundle) == ("bare", "numpy", bundle.digest)
    assert [(one.check, one.number, one.total) for one in told] == [
        (name, number, 6)
        for number, name in enumerate(("number", "matrix", "scalar", "secret", "later", "never"), 1)
    ]


def test_a_known_mistake_is_recognized(bundle: Bundle):
    report = graded(bundle, SQUARED)

    assert (report.verdict, report.earned) == (Verdict.FAILED, 1)
    assert why(report, "number") == "misconception: You square; double."


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (None, "missing-file"),
        ("", "missing-name"),
        ("def double(x", "syntax"),
        ("def double(x): raise ValueError", "exception"),
        ("def double(x): return None", "type"),
        ("def double(x): return x.astype('f4') * 2", "precision"),
        ("import os\ndef double(x): os._exit(0)", "exit"),
        ("import os\nos._exit(0)", "exit"),
        ("import os\ndef double(x): os.kill(os.getpid(), 11)", "signal"),
        ("print(end='{\"score\": 100}')\ndef double(x): return x", "factor"),
    ],
)
def test_every_check_has_a_verdict_and_a_reason_whatever_happens(
    bundle: Bundle, source: str | None, kind: str
):
    report = graded(bundle, {} if source is None else source)

    assert report.earned == 0
    assert why(report, "number").partition(":")[0] == kind


def test_one_bad_check_does_not_drag_others_down(bundle: Bundle):
    vandal = """
import os, numpy
LETTER = 'b'
def double(x):
    if x.ndim == 2: os._exit(1)
    if x.ndim == 0: numpy.add = None; raise ValueError
    return 2 * x
"""
    report = graded(bundle, vandal)

    assert {check.name: check.earned for check in report.checks if check.points} == {
        "number": 2, "matrix": 0, "secret": 1, "later": 2, "never": 4,
    }  # fmt: skip


def test_a_loop_without_end_says_where_it_spins(bundle: Bundle):
    report = graded(
        bundle, REFERENCE + "    \ndef double(x):\n    while x.ndim == 2:\n        pass\n    return 2 * x"
    )

    assert report.earned == 9
    assert why(report, "matrix").startswith("time: ")
    error = check(report, "matrix").error
    assert error
    assert error.frames[0].function == "double"


def test_an_import_without_end_is_not_paid_for_by_every_check(bundle: Bundle):
    sandbox = RecordingSandbox()
    report = graded(bundle, "while True: pass", sandbox)

    assert report.earned == 0
    assert sum(one.seconds >= bundle.problem.limits.wall_seconds for one in report.checks) <= 2
    assert {why(report, one.name).partition(":")[0] for one in report.checks} == {"time"}


def test_a_changed_input_is_noted_or_fails_as_the_check_says(bundle: Bundle):
    report = graded(bundle, "LETTER = 'b'\ndef double(x):\n    x *= 2\n    return x")

    assert check(report, "matrix").verdict is Verdict.FAILED
    assert why(report, "matrix").startswith("changed: ")
    assert "input x" in check(report, "matrix").notes[0]


def test_fortran_order_is_fine_with_a_note(bundle: Bundle):
    report = graded(
        bundle, "import numpy as np\nLETTER = 'b'\ndef double(x): return np.asfortranarray(2 * x)"
    )

    assert report.earned == 12
    assert "Fortran order" in check(report, "matrix").notes[0]


LISTING = "LETTER = 'b'\ndef double(x):\n    return (2 * x).tolist()\n"


def test_lists_and_numbers_are_read_as_arrays_with_a_note(bundle: Bundle):
    report = graded(bundle, LISTING)

    assert report.earned == 12
    assert check(report, "matrix").notes == (
        "Your `out` is a list; it was read as an array of shape (3, 2).",
    )


def test_a_list_of_wrong_numbers_is_explained_like_an_array(bundle: Bundle):
    report = graded(bundle, LISTING.replace("2 * x", "x * x"))

    assert why(report, "matrix") == "misconception: You square; double."


def test_a_check_may_insist_on_arrays(tmp_path: Path):
    insists = MANIFEST.replace("points = 3", 'points = 3\nlists = "refused"')
    report = graded(write_problem(tmp_path, manifest=insists), LISTING)

    assert report.earned == 9
    assert "`out` is a Python list; turn it into an array" in why(report, "matrix")
    assert check(report, "matrix").notes == ()


def test_last_words_are_noted(bundle: Bundle):
    report = graded(
        bundle, "import os\ndef double(x):\n    os.write(2, b'free(): invalid pointer')\n    os.abort()"
    )

    assert check(report, "number").notes == ("The last words of the process: free(): invalid pointer",)


def test_what_was_printed_is_in_the_report(bundle: Bundle):
    report = graded(bundle, REFERENCE.replace("return", "print(x.shape)\n    return"))

    assert check(report, "matrix").printed == "(3, 2)\n"
    assert report.earned == 12


def test_expected_values_of_an_unrevealed_check_are_nowhere(bundle: Bundle):
    report = graded(bundle, REFERENCE.replace("'b'", "'a'"))

    assert check(report, "secret").verdict is Verdict.FAILED
    assert "'b'" not in str(check(report, "secret"))


def test_a_child_of_visible_checks_holds_nothing_hidden(bundle: Bundle):
    sandbox = RecordingSandbox()
    graded(bundle, REFERENCE, sandbox)
    graded(bundle, REFERENCE, sandbox)
    *_, visible, hidden = sandbox.tasks

    assert [step.check for step in visible.steps] == ["number", "matrix", "scalar", "secret"]
    assert [step.check for step in hidden.steps] == ["later", "never"]
    assert "THE_HIDDEN_INPUT" not in str(visible)
    assert not visible.context


def test_expected_arrays_are_made_once_for_all_handins(bundle: Bundle):
    sandbox = RecordingSandbox()
    graded(bundle, REFERENCE)
    graded(bundle, SQUARED)
    graded(bundle, SQUARED, sandbox)

    assert all(task.files == {"double.py": SQUARED.encode()} and not task.context for task in sandbox.tasks)


@pytest.mark.parametrize(
    "files",
    [
        {"reference": "def double(x): raise RuntimeError('tired')"},
        {"reference": REFERENCE.replace("return", "return list").replace("2 * x", "(2 * x)")},
        {"exercise": EXERCISE.replace("handin.lend", "handin.bend")},
        {"hidden": HIDDEN.replace("{\"out\"", "{\"_out\"")},
    ],
)  # fmt: skip
def test_a_reference_that_fails_is_our_fault_and_costs_nothing(tmp_path: Path, files: dict[str, str]):
    report = graded(write_problem(tmp_path, **files), REFERENCE)

    assert (report.verdict, report.earned) == (Verdict.FAULT, 0)
    assert "reference" in report.fault.lower()
    assert {one.verdict for one in report.checks} == {Verdict.FAULT}


def test_a_fault_of_one_problem_leaves_the_others_alone(bundle: Bundle, tmp_path: Path):
    broken = write_problem(
        tmp_path,
        reference="def double(x): raise RuntimeError",
        manifest=MANIFEST.replace('slug = "doubling"', 'slug = "broken"'),
    )
    items = tuple(
        GradeItem(one.problem.slug, 1, one.problem.slug, Blob(one.digest), 5) for one in (broken, bundle)
    )
    handin = Handin({"double.py": REFERENCE.encode()})
    job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), items)
    bundles = {one.digest: one for one in (broken, bundle)}
    reports = list(grade(job, bundles, handin, RecordingSandbox(), shared_cache(), [].append))

    assert [(item.problem, report.verdict) for item, report in reports] == [
        ("broken", Verdict.FAULT), ("doubling", Verdict.PASSED),
    ]  # fmt: skip


def test_a_box_that_fails_is_no_verdict(bundle: Bundle):
    with pytest.raises(SandboxFault):
        graded(bundle, REFERENCE, BareSandbox({}))
