"""The local autograder: what it says of every kind of answer, and of every way in which a process may end."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest

from graders.assignment import read_assignment_folder
from graders.kit import build_kit
from graders.kit.autograder.compare import complaints, flatten
from graders.kit.autograder.draws import SpawningGenerator, draws, generator
from graders.kit.autograder.outline import Check
from graders.kit.cases import PUBLIC_SEED, case_key
from tests.unit.graders.bundles import write_tree
from tests.unpacking import unpack

CHECK = Check("forward", "Forward", 2.0, 1e-4, 1e-8, "exact", "read", False, 5.0, True)
DUE = np.array([[1.0, 2.0], [3.0, 4.0]])
WRONG = {
    "is absent": {},
    "was answered, but nothing of that name": {"out": DUE, "more": DUE},
    "is of type list, expected a numpy array": {"out": [[1.0, 2.0], [3.0]]},
    "differs in 1 of 4 elements, worst at [1, 1]: expected 4, got 5": {"out": [[1, 2], [3, 5]]},
    "is of type MaskedArray, expected a numpy array": {"out": np.ma.array(DUE)},
    "has shape (2,), expected (2, 2)": {"out": DUE[0]},
    "has shape (), expected (2, 2)": {"out": np.array(1.0)},
    "has shape (0, 2), expected (2, 2)": {"out": np.zeros((0, 2))},
    "has dtype float32, expected float64": {"out": DUE.astype(np.float32)},
    "has dtype object, expected float64": {"out": DUE.astype(object)},
    "has dtype >f8, expected float64": {"out": DUE.astype(">f8")},
    "differs in 1 of 4 elements, worst at [1, 0]: expected 3, got 3.5": {"out": np.array([[1, 2], [3.5, 4]])},
    "differs in 4 of 4 elements, worst at [0, 0]: expected 1, got nan": {"out": DUE * np.nan},
    "differs in 4 of 4 elements, worst at [0, 0]: expected 1, got inf": {"out": DUE * np.inf},
    "(case 2) is absent": {"case 1": {"out": DUE}},
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_answer_is_told_in_a_sentence(sentence):
    due = {"case 1": {"out": DUE}, "case 2": {"out": DUE}} if "case" in sentence else {"out": DUE}
    told = complaints(flatten(WRONG[sentence]), flatten(due), CHECK)
    assert len(told) == 1
    assert sentence in told[0]


@pytest.mark.parametrize(
    "answer",
    [DUE, DUE * (1 + 5e-5), np.asfortranarray(DUE)],
    ids=["same", "within tolerance", "Fortran order"],
)
def test_a_right_answer_is_none(answer):
    assert complaints(flatten({"out": answer, "_x": None}), flatten({"out": DUE}), CHECK) == []


def test_nan_is_right_where_nan_is_due_and_an_infinity_where_it_is():
    due = np.array([np.nan, np.inf, -np.inf, 0.0])
    assert complaints({("", "out"): due.copy()}, {("", "out"): due}, CHECK) == []
    assert complaints({("", "out"): -due}, {("", "out"): due}, CHECK) != []


@pytest.mark.parametrize(("lists", "right"), [("read", True), ("refused", False)])
def test_lists_are_read_unless_the_check_insists_on_arrays(lists, right):
    told = complaints({("", "out"): [[1, 2.0], (3, 4)]}, {("", "out"): DUE}, CHECK._replace(lists=lists))
    assert (told == []) is right


def test_a_gradient_is_compared_with_differences_of_the_own_forward_pass():
    check = CHECK._replace(gradients={"dx": "slope"})
    due = {("", "dx"): DUE, ("", "slope"): DUE}
    own = {("", "dx"): 2 * DUE, ("", "slope"): 2 * DUE}
    (told,) = complaints(own, due, check)
    assert told.startswith("`slope` differs in 4 of 4 elements")
    (told,) = complaints({("", "dx"): 2 * DUE, ("", "slope"): DUE}, due, check)
    assert told.startswith("`dx` differs in 4 of 4 elements")
    assert len(complaints({("", "dx"): 0 * DUE, ("", "slope"): 0 * DUE}, due, check)) == 2


def test_a_relative_error_is_measured_as_on_the_server():
    check = CHECK._replace(compare="relative-error", rtol=1e-2, atol=0.0)
    due = {("", "out"): np.array([0.0, 100.0, 1e-12])}
    assert complaints({("", "out"): np.array([0.0, 100.9, 1.009e-12])}, due, check) == []
    (told,) = complaints({("", "out"): np.array([1e-30, 100.0, 1e-12])}, due, check)
    assert "differs in 1 of 3 elements, worst at [0]: expected 0, got 1e-30 (relative error 0.01" in told


@pytest.mark.parametrize(("policy", "right"), [("exact", False), ("float", True), ("number", True)])
def test_dtypes_follow_the_checks_policy(policy, right):
    told = complaints({("", "out"): DUE.astype("f4")}, {("", "out"): DUE}, CHECK._replace(dtype=policy))
    assert (told == []) is right


def test_whole_numbers_and_text_are_compared_exactly():
    for due, got in [(np.array([1, 2]), np.array([1, 3])), (np.array(["a", "b"]), np.array(["a", "c"]))]:
        assert complaints({("", "out"): due.copy()}, {("", "out"): due}, CHECK) == []
        assert "worst at [1]" in complaints({("", "out"): got}, {("", "out"): due}, CHECK)[0]


def test_old_numpys_spawn_as_new_ones_do():
    ours, numpys = SpawningGenerator(np.random.PCG64(7)), np.random.default_rng(7)
    for mine, theirs in zip(ours.spawn(3), numpys.spawn(3), strict=True):
        assert np.array_equal(mine.random(5), theirs.random(5))
    assert np.array_equal(ours.spawn(1)[0].random(5), numpys.spawn(1)[0].random(5))


EXERCISE = b"""
def forward(handin, rng):
    return {"out": handin.load("layer.py").forward(handin.lend("x", rng.standard_normal(3)))}


def backward(handin, rng):
    return {"out": handin.load("layer.py").backward()}
"""
PROBLEM = b"""slug = "small"
title = "Small"
files = ["layer.py"]
limits = { wall_seconds = 1 }

[[checks]]
name = "forward"
points = 2
inputs = "unchanged"

[[checks]]
name = "backward"
points = 1
"""
RIGHT = "import numpy as np\ndef forward(x):\n    return 2 * x\ndef backward():\n    return np.ones(2)\n"


def cases(**changes: np.ndarray) -> bytes:
    """The .npz of the small problem; changes: to the draws."""
    out = io.BytesIO()
    x = generator(PUBLIC_SEED).standard_normal(3)
    drawn = draws(None, generator(PUBLIC_SEED)) | changes
    arrays = {case_key("draws", "", name): array for name, array in drawn.items()}
    arrays |= {case_key("forward", "", "out"): 2 * x, case_key("backward", "", "out"): np.ones(2)}
    np.savez(out, **arrays)
    return out.getvalue()


@pytest.fixture
def kit(tmp_path):
    files = {
        "problem.toml": PROBLEM, "handout.md": b"# Small",
        "exercise.py": EXERCISE, "reference/layer.py": RIGHT.encode(),
    }  # fmt: skip
    write_tree(tmp_path / "problems/small", files)
    homework = {
        "assignment.toml": b'slug = "homework"\ntitle = "Homework"\nproblems = ["small"]',
        "handout.md": b"# Homework", "reference/layer.py": RIGHT.encode(), "starter/layer.py": b"",
    }  # fmt: skip
    write_tree(tmp_path / "assignments/homework", homework)
    packed = build_kit(read_assignment_folder(tmp_path / "assignments/homework"), {"small": cases()})
    unpack(packed, tmp_path)
    return tmp_path / "homework"


def run(kit, code: str) -> str:
    (kit / "layer.py").write_text(code)
    done = subprocess.run([sys.executable, "autograder/runner.py"], cwd=kit, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


CODE = {
    "3 / 3": RIGHT,
    "1 / 3": RIGHT.replace("2 * x", "3 * x"),
    "Your code wrote into an array that it was lent: x.": RIGHT.replace("return 2 * x", "x *= 2; return x"),
    "Your code ended the process (exit status 3)": RIGHT.replace("return 2 * x", "import os; os._exit(3)"),
    "Still running after 2 seconds": RIGHT.replace("return 2 * x", "while True: pass"),
    "SystemExit: 4": RIGHT.replace("return 2 * x", "raise SystemExit(4)"),
    "AttributeError: module 'layer' has no attribute 'forward'": RIGHT.replace("def forward", "def fwd"),
    "ValueError: (its message cannot be shown)": RIGHT.replace(
        "return 2 * x",
        "class V(ValueError):\n        __str__ = None\n    V.__name__ = 'ValueError'; raise V()",
    ),
    "NoneType": RIGHT.replace("return 2 * x", "return None"),
    "Total": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n" + RIGHT,
}


@pytest.mark.parametrize("sentence", CODE)
def test_whatever_the_code_does_the_table_is_printed(kit, sentence):
    said = run(kit, CODE[sentence])
    assert sentence in said
    assert "Total" in said


def test_one_check_that_ends_its_process_costs_no_other(kit):
    assert "1 / 3" in run(kit, CODE["Your code ended the process (exit status 3)"])


def test_a_numpy_that_draws_other_numbers_is_told_and_nothing_is_compared(kit):
    (kit / "autograder/problems/small/cases.npz").write_bytes(cases(random=np.zeros(8)))
    said = run(kit, RIGHT)
    assert f"numpy {np.__version__} draws other numbers from a seed" in said
    assert "0 / 3" in said


def test_a_kit_that_was_damaged_is_told_in_place_of_a_traceback(kit):
    (kit / "autograder/problems/small/exercise.py").unlink()
    said = run(kit, RIGHT)
    assert "The examples could not be run: " in said
    assert "FileNotFoundError" in said


def test_a_name_of_pythons_own_is_no_module_of_yours(kit):
    (kit / "random.py").write_text("raise RuntimeError('mine')")
    assert "3 / 3" in run(kit, RIGHT)
    outline = json.loads((kit / "autograder/kit.json").read_text())
    assert outline["handin"] == ["layer.py"]
