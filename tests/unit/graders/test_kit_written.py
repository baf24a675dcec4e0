"""What a starter kit does for an answer that people read: packs it along, and says whether it is there."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from graders.assignment import Assignment, read_assignment_folder
from graders.kit.tarball import tarball_script
from tests.unit.graders.bundles import FILES, write_tree
from tests.unit.graders.kits import OUTLINE, kit_of
from tests.unit.graders.written import PDF, TREE, WRITTEN
from tests.unpacking import unpack

HOMEWORK = {
    "assignment.toml": OUTLINE.replace(b'"small"', b'"small", "proofs"'),
    "handout.md": b"# Homework\n",
    "reference/code/layer.py": b"answer",
    "starter/code/layer.py": b"start",
}


def with_proofs(folder: Path, path: str = "proofs.pdf") -> Assignment:
    """The small homework, with a written problem beside the one that a machine grades."""
    tree = {file.replace("proofs.pdf", path): data for file, data in TREE.items()}
    write_tree(folder / "problems/small", FILES)
    write_tree(
        folder / "problems/proofs",
        tree | {"problem.toml": WRITTEN.replace("proofs.pdf", path).encode()},
    )
    write_tree(folder / "assignments/homework", HOMEWORK)
    return read_assignment_folder(folder / "assignments/homework")


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    return with_proofs(tmp_path)


@pytest.fixture
def kit(assignment: Assignment, tmp_path: Path) -> Path:
    """The kit as it lies on a student's disk."""
    unpack(kit_of(assignment), tmp_path / "mine")
    return tmp_path / "mine" / "homework"


def packed(kit: Path) -> tuple[set[str], str]:
    """What the script packs, and what it complains of."""
    done = subprocess.run(
        ["sh", kit / "create_tarball.sh"], cwd="/", capture_output=True, text=True, check=True
    )
    with tarfile.open(kit / "handin.tar") as archive:
        return {member.name for member in archive if member.isfile()}, done.stderr


def run(kit: Path, code: str) -> str:
    """Run a line of Python beside the kit's programs."""
    env = os.environ | {"PYTHONPATH": str(kit)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_written_answer_is_packed_along_under_any_name_that_is_accepted(kit: Path) -> None:
    (kit / "hw6.pdf").write_bytes(PDF)
    assert packed(kit) == ({"code/layer.py", "hw6.pdf"}, "")
    (kit / "proofs.pdf").write_bytes(PDF)
    assert packed(kit)[0] == {"code/layer.py", "proofs.pdf"}


def test_an_answer_that_is_not_there_yet_is_left_out_and_named(kit: Path) -> None:
    assert packed(kit) == ({"code/layer.py"}, "proofs.pdf is not here yet, and is left out.\n")


def test_handing_in_a_folder_takes_the_answer_along(kit: Path) -> None:
    code = (
        "import io, tarfile; from submission.command import _work; from submission.packing import *;"
        "archive = tarfile.open(fileobj=io.BytesIO(read_handin('', *_work())[1]));"
        "print(sorted(member.name for member in archive if member.isfile()))"
    )
    assert run(kit, code) == "['code/layer.py']\n"
    (kit / "proofs.pdf").write_bytes(PDF)
    assert run(kit, code) == "['code/layer.py', 'proofs.pdf']\n"


def test_the_programs_of_a_kit_know_what_people_read(kit: Path) -> None:
    outline = json.loads((kit / "autograder/kit.json").read_text())
    assert outline["answers"] == [["proofs.pdf", "hw6.pdf"]]
    [small, proofs] = outline["problems"]
    assert (small["answers"], proofs["answers"]) == ([], [["proofs.pdf", "hw6.pdf"]])
    assert (proofs["points"], proofs["checks"]) == (7, [])
    assert (kit / "handouts/proofs.md").is_file()
    assert not (kit / "autograder/problems/proofs").exists()
    assert not list(kit.rglob("*.pdf"))


def test_at_home_people_are_told_who_reads_it_and_whether_it_is_there(kit: Path) -> None:
    code = (
        "from autograder.outline import load_kit; from autograder.table import problem_lines, total_lines;"
        "kit = load_kit(); proofs = kit.problems[1];"
        "print(*problem_lines(proofs, []), *total_lines(kit, 0, kit.problems), sep='|')"
    )
    said = run(kit, code)
    assert "? / 7|  ??  proofs.pdf is not here yet; people read it" in said
    assert "|7 of these points people give, who read what you wrote.|" in said
    (kit / "hw6.pdf").write_bytes(PDF)
    assert "  ??  hw6.pdf is here; people read it" in run(kit, code)


def test_the_readme_says_where_the_answer_goes_and_tries_what_can_be_tried(kit: Path) -> None:
    text = (kit / "README.md").read_text()
    assert "Put the written part beside your code, as `proofs.pdf`" in text
    assert "runner.py small --prints" in text


def test_an_answer_in_a_folder_of_the_starter_is_packed_once(tmp_path: Path) -> None:
    script = tarball_script(with_proofs(tmp_path, "code/proofs.pdf")).decode()
    assert "code/proofs.pdf" not in script
    assert "hw6.pdf" in script


def test_a_name_is_no_shell(tmp_path: Path) -> None:
    name = "a $(touch owned) 'b'.pdf"
    unpack(kit_of(with_proofs(tmp_path, name)), tmp_path / "mine")
    kit = tmp_path / "mine" / "homework"
    (kit / name).write_bytes(PDF)
    assert packed(kit) == ({"code/layer.py", name}, "")
    assert not (kit / "owned").exists()
