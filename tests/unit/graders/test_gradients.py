"""Gradient checks: a handin's backward pass beside its own forward pass, and both beside the reference."""

from pathlib import Path

import pytest

from graders.bundle import Bundle, read_bundle_folder
from graders.errors import GraderFault
from graders.report import CheckReport, Verdict
from tests.unit.graders.bundles import write_tree
from tests.unit.graders.graded import graded

MANIFEST = """
slug = "doubling"
title = "Squares"
files = ["double.py"]

[[checks]]
name = "gradient"
points = 4
{words}
gradients = {{ dx = "differences" }}

[[misconceptions]]
name = "cubed"
hint = "You cube; square."
fails = ["gradient"]
edits = [{{ file = "double.py", find = "x * x", put = "x * x * x" }}]

[[samples]]
name = "full-marks"
earns = 4
"""
EXERCISE = """
import numpy as np
def gradient(handin, rng):
    x, v = rng.uniform(1, 2, (4, 3)), rng.standard_normal((4, 3))
    double = handin.load("double.py")
    dx = double.backward(v.copy(), x.copy())
    return {"dx": dx, "differences": handin.differences(double.forward, x, v)}
"""
REFERENCE = "def forward(x):\n    return x * x\ndef backward(v, x):\n    return 2 * x * v\n"


def bundle_with(folder: Path, words: str = "", exercise: str = EXERCISE) -> Bundle:
    files = {
        "problem.toml": MANIFEST.format(words=words),
        "handout.md": "Square it.",
        "exercise.py": exercise,
        "reference/double.py": REFERENCE,
    }
    write_tree(folder, {path: text.encode() for path, text in files.items()})
    return read_bundle_folder(folder)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return bundle_with(tmp_path_factory.mktemp("squares"))


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return bundle_with(tmp_path_factory.mktemp("divided"), 'credit = "array"')


def asked(bundle: Bundle, forward: str, backward: str) -> CheckReport:
    passes = f"def forward(x):\n    return {forward}\ndef backward(v, x):\n    return {backward}\n"
    (check,) = graded(bundle, f"import numpy as np\n{passes}", exact=False).checks
    return check


def why(check: CheckReport) -> str:
    assert check.explanation
    return f"{check.explanation.kind}: {check.explanation.sentence}"


def test_a_right_gradient_passes(bundle: Bundle):
    assert asked(bundle, "x**2", "v * x + x * v").verdict is Verdict.PASSED


def test_a_gradient_that_is_not_the_forward_passes_own_is_set_beside_it(bundle: Bundle):
    check = asked(bundle, "x * x", "2 * x * v + (x > 1.5) * x**2")

    assert [mismatch.kind for mismatch in check.mismatches] == ["gradient"]
    assert why(check).startswith(
        "gradient: Your `dx` is not the gradient of your own forward pass, which is right. `dx`: "
    )
    assert " of 12 elements disagree with differences of your own forward pass; worst at [" in why(check)
    assert "]: differences give " in why(check)


def test_a_simple_relation_to_the_right_gradient_says_more(bundle: Bundle):
    assert why(asked(bundle, "x * x", "6 * x * v")).startswith("factor: Your `dx` is exactly 3 ×")


def test_passes_that_agree_with_each_other_lose_by_the_forward_pass_alone(bundle: Bundle):
    check = asked(bundle, "x * x + np.sin(x)", "2 * x * v + v * np.cos(x)")

    assert [mismatch.array for mismatch in check.mismatches] == ["differences"]
    assert why(check).startswith(
        "forward: Your forward and backward pass agree with each other, but the forward pass is not what is "
        "asked for: mend it, and `dx` will have to follow."
    )


def test_where_neither_is_right_the_forward_pass_is_to_be_mended_first(bundle: Bundle):
    said = why(asked(bundle, "x * x + np.sin(x)", "2 * x * v"))
    assert "not the gradient of your own forward pass, and that is not right either: mend the forward" in said


def test_a_known_mistake_is_told_by_its_name(bundle: Bundle):
    assert why(asked(bundle, "x**3", "2 * x * v")) == "misconception: You cube; square."


def test_a_part_of_the_points_is_for_a_backward_pass_that_fits_a_wrong_forward_pass(divided: Bundle):
    assert asked(divided, "x * x + np.sin(x)", "2 * x * v + v * np.cos(x)").earned == 2
    assert asked(divided, "x * x", "2 * x * v + x").earned == 2
    assert asked(divided, "x * x + np.sin(x)", "2 * x * v + x").earned == 0


@pytest.mark.parametrize(
    ("forward", "backward"),
    [("0 * x", "0 * v"), ("x * np.nan", "v * np.nan"), ("x.sum()", "v + x"), ("[x, x]", "v + x")],
)
def test_a_forward_pass_without_a_gradient_to_compare_with_earns_nothing(
    divided: Bundle, forward: str, backward: str
):
    assert asked(divided, forward, backward).earned == 0


def test_both_arrays_must_be_right_so_that_a_lie_in_either_is_found(bundle: Bundle):
    forging = """
import sys
import numpy as np

def forward(x):
    return x
def backward(v, x):
    handin = sys._getframe(1).f_locals["handin"]
    handin.differences = lambda *asked: v
    return v
"""
    (check,) = graded(bundle, forging, exact=False).checks
    assert [mismatch.array for mismatch in check.mismatches] == ["differences"]
    assert check.earned == 0


def test_single_precision_is_given_the_room_that_its_differences_need(tmp_path: Path):
    single = bundle_with(tmp_path, 'dtype = "float"')
    check = asked(single, "x.astype('f4')**2", "(2 * x * v).astype('f4')")
    assert check.verdict is Verdict.PASSED
    assert asked(single, "x.astype('f4')**2", "(2.1 * x * v).astype('f4')").verdict is Verdict.FAILED


def test_an_exercise_that_answers_no_differences_is_the_bundles_fault(tmp_path: Path):
    without = EXERCISE.replace('"differences": ', '"others": ')
    bundle = bundle_with(tmp_path, exercise=without)
    with pytest.raises(GraderFault, match="returns no array 'differences' for gradient, whose `gradients`"):
        raise GraderFault(graded(bundle, REFERENCE, exact=False).fault)
