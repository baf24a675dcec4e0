"""What goes into a starter kit, and what must not."""

import ast
import io
import json
import tarfile

import numpy as np
import pytest

from graders.archive import ArchiveLimits, plain_files, read_entries
from graders.errors import BundleRefused
from graders.kit import Address, public_cases, with_address
from graders.kit.cases import PUBLIC_SEED, case_key
from tests.unit.graders.kits import SECRET, ReferenceBox, homework, kit_of


@pytest.fixture
def assignment(tmp_path):
    return homework(tmp_path)


@pytest.fixture
def kit(assignment):
    return kit_of(assignment)


def unpacked(kit: bytes) -> dict[str, bytes]:
    return plain_files(read_entries(kit, ArchiveLimits()), ArchiveLimits())


def test_a_kit_holds_starter_handouts_programs_and_cases_in_one_folder(kit):
    files = unpacked(kit)
    assert {path.partition("/")[0] for path in files} == {"homework"}
    assert files["homework/code/layer.py"] == b"start"
    assert files["homework/plot.py"] == b"# plots"
    assert files["homework/handouts/small.md"].decode() == "# Übung\n"
    assert files["homework/autograder/problems/small/data/x.npy"] == b"data"
    assert {"homework/README.md", "homework/handout.md", "homework/submit.py"} <= files.keys()
    assert b"tar -cvf handin.tar code\n" in files["homework/create_tarball.sh"]


def test_a_kit_holds_no_reference_and_nothing_of_hidden_checks(kit):
    files = unpacked(kit)
    assert not any(SECRET in data for data in files.values())
    assert not any("hidden.py" in path or "/reference/" in path or "misconceptions" in path for path in files)
    assert b'"secret"' not in files["homework/autograder/kit.json"]


def test_what_a_shell_runs_is_marked_as_such(kit):
    with tarfile.open(fileobj=io.BytesIO(kit)) as archive:
        programs = {member.name for member in archive if member.mode & 0o111}
    assert programs == {"homework/create_tarball.sh"}


def test_the_same_assignment_and_cases_give_the_same_bytes(assignment, kit):
    assert kit_of(assignment) == kit


def test_the_points_of_hidden_checks_are_told_and_their_names_are_not(kit):
    outline = json.loads(unpacked(kit)["homework/autograder/kit.json"])
    assert outline["points"] == outline["problems"][0]["points"] == 6
    assert [check["name"] for check in outline["problems"][0]["checks"]] == ["forward", "guess"]
    assert [check["stored"] for check in outline["problems"][0]["checks"]] == [True, False]


def test_the_address_is_added_without_another_change(kit):
    address = Address("https://grades.example.edu", "11-785", "hw1p1")
    files = unpacked(with_address(kit, address))
    assert json.loads(files.pop("homework/allclose.json")) == {
        "server": "https://grades.example.edu",
        "course": "11-785",
        "assignment": "hw1p1",
    }
    assert files == unpacked(kit)


def test_cases_hold_what_visible_checks_expect_by_check_case_and_array(assignment):
    box = ReferenceBox()
    with np.load(io.BytesIO(public_cases(assignment.bundles[0], box)), allow_pickle=False) as stored:
        assert sorted(stored.files) == [
            "draws/case 1/linear_layers[0].dW",
            "forward/case 1/linear_layers[0].dW",
        ]
        assert np.array_equal(stored["forward/case 1/linear_layers[0].dW"], np.arange(4.0))
    (task,) = box.tasks
    assert [step.check for step in task.steps] == ["draws", "forward"]
    assert {step.seed for step in task.steps} == {PUBLIC_SEED}
    assert not task.context
    assert task.files == assignment.bundles[0].reference()
    assert SECRET.decode() not in task.exercises["small"].source


def test_names_with_slashes_do_not_run_together():
    assert case_key("forward", "a/b", "c") != case_key("forward", "a", "b/c")


def test_a_reference_that_fails_its_own_check_makes_no_cases(assignment):
    with pytest.raises(BundleRefused, match="check 'forward' of 'small' raises ValueError: no"):
        public_cases(assignment.bundles[0], ReferenceBox(raises="forward"))
    with pytest.raises(BundleRefused, match="ends the process before check 'forward'"):
        public_cases(assignment.bundles[0], ReferenceBox(stops_after=1))


def test_every_program_in_a_kit_is_python_3_8(kit):
    programs = {path: data for path, data in unpacked(kit).items() if path.endswith(".py")}
    assert len(programs) > 20
    for path, source in programs.items():
        tree = ast.parse(source, path, feature_version=(3, 8))
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(name.startswith("graders") for name in imported), path
