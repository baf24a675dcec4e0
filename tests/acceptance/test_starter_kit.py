"""The starter kit of HW1P1, built from the real reference and used as a student would, on their Python."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graders.assignment import read_assignment_folder
from graders.handin import read_handin
from graders.kit import build_kit, public_cases
from tests.runtimes import runtime_python
from tests.unpacking import unpack
from worker.sandbox.bare import BareSandbox

ROOT = Path(__file__).resolve().parents[2]
ONLY_THE_SERVER_KNOWS = ("mc", "training-stats")
"""Problems whose right answers no kit holds: letters, and how a training is judged."""

SAMPLES = [
    "full-marks", "starter", "blank", "half-done", "own-style", "plural-file-name", "gradients-summed",
    "prints-a-lot", "changes-inputs", "missing-file", "syntax-error", "imports-torch", "exits-early",
]  # fmt: skip


@pytest.fixture(scope="module")
def assignment():
    return read_assignment_folder(ROOT / "assignments" / "hw1p1")


@pytest.fixture(scope="module")
def packed(assignment):
    sandbox = BareSandbox({"numpy": runtime_python("numpy")})
    return build_kit(
        assignment, {each.problem.slug: public_cases(each, sandbox) for each in assignment.bundles}
    )


@pytest.fixture
def kit(packed, tmp_path):
    """The kit as it lies on a student's disk, freshly unpacked, in a folder with a blank in its name."""
    unpack(packed, tmp_path / "my homework")
    return tmp_path / "my homework" / "hw1p1"


def put(kit: Path, handin: dict[str, bytes]) -> None:
    """Replace the starter's code by a handin."""
    for folder in ("hw1", "mytorch"):
        shutil.rmtree(kit / folder)
    for path, data in handin.items():
        (kit / path).parent.mkdir(parents=True, exist_ok=True)
        (kit / path).write_bytes(data)


def run(kit: Path, *arguments: str):
    """Run the local autograder with the Python of the numpy runtime, from another folder."""
    return subprocess.run(
        [runtime_python("numpy"), kit / "autograder" / "runner.py", *arguments],
        cwd=kit.parent, capture_output=True, text=True,
    )  # fmt: skip


def total(said: str) -> float:
    return float(re.search(r"^Total +(\S+) / 100$", said, re.MULTILINE)[1])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_handin_earns_at_home_what_it_earns_on_the_server(kit, assignment, name):
    sample = next(sample for sample in assignment.samples if sample.name == name)
    put(kit, assignment.sample(name))
    done = run(kit)
    assert done.stderr == ""
    judged_at_home = sample.earns.keys() - set(ONLY_THE_SERVER_KNOWS)
    assert total(done.stdout) == sum(sample.earns[problem] for problem in judged_at_home)
    assert done.returncode == (
        0 if name in ("full-marks", "own-style", "plural-file-name", "prints-a-lot") else 1
    )


def test_the_table_says_what_is_missing_and_whose_word_counts(kit):
    said = run(kit).stdout
    assert total(said) == 0
    assert "10 of these points only the server can judge." in said
    assert "its result counts" in said
    assert re.search(
        r"--  Tanh: derivative +0 / 2\n +NotImplementedError: .*\n +mytorch/activation.py, line \d+", said
    )


def test_a_wrong_array_is_told_with_its_place_and_both_values(kit, assignment):
    put(kit, assignment.sample("gradients-summed"))
    said = run(kit, "linear").stdout
    assert re.search(
        r"`dW` differs in 7840 of 7840 elements, worst at \[\d+, \d\]: expected \S+, got \S+ \(rtol", said
    )
    assert "Total" in said
    assert "Activations" not in said


def test_a_loop_without_end_costs_its_check_alone(kit, assignment):
    put(kit, assignment.sample("loops-for-ever"))
    said = run(kit, "activations").stdout
    assert said.count("Still running after 10 seconds") == 1
    assert re.search(r"^Activations +10 / 12$", said, re.MULTILINE)


def test_prints_are_shown_when_asked_for(kit, assignment):
    put(kit, assignment.sample("prints-a-lot"))
    assert len(run(kit, "loss", "--prints").stdout) > len(run(kit, "loss").stdout) + 100


def test_an_unknown_problem_is_told_with_those_there_are(kit):
    done = run(kit, "rnn")
    assert done.returncode == 2
    assert "there is no problem rnn; there are mc, activations" in done.stderr


def test_the_autograder_leaves_nothing_in_the_handin(kit):
    before = sorted(kit.rglob("*"))
    run(kit)
    after = [path for path in sorted(kit.rglob("*")) if "autograder" not in path.parts]
    assert after == [path for path in before if "autograder" not in path.parts]


def test_pytest_runs_the_same_checks(kit, assignment):
    put(kit, assignment.sample("half-done"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "autograder"],
        cwd=kit, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    passed, failed, skipped = (
        int(re.search(rf"(\d+) {word}", done.stdout)[1]) for word in ("passed", "failed", "skipped")
    )
    visible = sum(len(bundle.checks(hidden=False)) for bundle in assignment.bundles)
    assert passed + failed + skipped == visible
    assert skipped == 1
    assert "FAILED autograder/test_autograder.py::test_check[mlp-momentum]" in done.stdout


def test_without_numpy_the_autograder_says_what_to_install(kit):
    lacking = subprocess.run(
        [sys.executable, "-S", kit / "autograder" / "runner.py"], cwd=kit, capture_output=True, text=True
    )
    assert lacking.returncode == 2
    assert "python3 -m pip install numpy" in lacking.stderr


def test_create_tarball_packs_what_the_server_reads(kit, assignment):
    put(kit, assignment.reference())
    subprocess.run(["sh", kit / "create_tarball.sh"], cwd=kit.parent, check=True, capture_output=True)
    handin = read_handin((kit / "handin.tar").read_bytes(), assignment.wanted)
    assert handin.files == assignment.reference()
    assert handin.notes == ()


@pytest.mark.parametrize("version", ["3.8", "3.9", "3.10", "3.12", "3.13"])
def test_the_programs_start_on_other_pythons(kit, version):
    python = shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "-c", ""], capture_output=True).returncode:
        pytest.skip(f"there is no python{version} here")
    for program in ("submit.py", "autograder/runner.py"):
        done = subprocess.run([python, kit / program, "--help"], cwd=kit, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "usage:" in done.stdout
