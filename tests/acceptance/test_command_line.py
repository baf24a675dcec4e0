"""The command line as a person uses it."""

import json
import re
from pathlib import Path

import pytest

from deploy.catalogue import find_assignment
from deploy.demo_students import packed
from deploy.settings import EmbeddedSettings
from tests.acceptance.operator import allclose
from tests.integration.provable import write_provable

HOMEWORK = find_assignment("hw1p1", EmbeddedSettings())


def archive(tmp_path: Path, sample: str, number: int = 0) -> str:
    name, content = packed(HOMEWORK.sample(sample), number)
    path = tmp_path / name
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("sample", HOMEWORK.samples, ids=lambda sample: sample.name)
def test_a_sample_earns_its_score_without_a_server(sample, tmp_path: Path):
    number = HOMEWORK.samples.index(sample)
    done = allclose("grade", "hw1p1", archive(tmp_path, sample.name, number), "--json")
    assert done.returncode == 0, done.stderr
    reports = json.loads(done.stdout)
    assert {report["problem"]: report["earned"] for report in reports} == sample.earns
    assert [report["problem"] for report in reports] == HOMEWORK.outline.problems


def test_the_table_says_why(tmp_path: Path):
    done = allclose("grade", "linear", archive(tmp_path, "gradients-summed"))
    assert done.returncode == 0, done.stderr
    assert "2 / 4" in done.stdout
    assert "averaged" in done.stdout


def test_a_folder_is_graded_as_it_lies(tmp_path: Path):
    for path, content in HOMEWORK.reference().items():
        place = tmp_path / "mine" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    done = allclose("grade", "hw1p1", str(tmp_path / "mine"))
    assert "Total 100 / 100" in done.stdout


def test_a_problem_proves_itself():
    done = allclose("prove", "mc", "--seed", "1", "--seed", "2", "--json")
    assert done.returncode == 0, done.stderr
    proof = json.loads(done.stdout)
    assert (proof["problem"], proof["seeds"], proof["passed"]) == ("mc", [1, 2], True)
    assert "samples.four-of-five" in [finding["name"] for finding in proof["findings"]]


def test_a_problem_that_does_not_hold_is_refused_with_how_to_mend_it(tmp_path: Path):
    write_provable(tmp_path, ("problem.toml", "earns = 8", "earns = 7"))
    done = allclose("prove", str(tmp_path))
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert "✗ doubles-only samples.doubles-only earns 8 points where problem.toml says earns = 7" in said
    assert "Not proved: 1 finding says what to mend" in said


def test_a_data_folder_that_cannot_be_made_is_named():
    done = allclose("serve", "--port", "0", "--data", "/proc/allclose")
    assert done.returncode == 1
    assert "/proc/allclose cannot be used: No such file or directory." in done.stderr


def test_without_arguments_it_helps():
    done = allclose()
    assert "grade" in done.stdout
    assert "serve" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("grade", "no-such-problem", "x.tar"), "There is no assignment or problem 'no-such-problem'"),
        (("prove", "no-such-problem"), "There is no problem 'no-such-problem'"),
        (("grade", "mc", "no-such-file.tar"), "There is no file or folder no-such-file.tar"),
        (("grade", "mc", "README.md"), "This is no archive"),
        (("grade", "mc", "README.md", "--box", "cardboard"), "This is no archive"),
        (("serve", "--box", "cardboard", "--port", "0"), "There is no box 'cardboard'"),
        (("serve", "--port", "99999"), "The setting port (ALLCLOSE_PORT, or the option) cannot be 99999"),
        (("serve", "--host", "192.0.2.1", "--port", "0"), "Nobody can be heard at 192.0.2.1, port 0"),
    ],
)
def test_a_refusal_is_a_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path):
    done = allclose(*arguments, data=tmp_path)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_a_machine_that_can_make_boxes_sound():
    done = allclose("doctor")
    assert done.returncode == 0, done.stdout
    assert "✓ user namespaces" in done.stdout
    assert re.search(r"✓ namespaces \(chosen\) +numpy: a task in \d+ ms", done.stdout)
    assert re.search(r"✓ bwrap-exec +numpy: a task in \d+ ms", done.stdout)
    *_, marks, verdict = done.stdout.splitlines()
    assert "✗" not in done.stdout.replace(marks, "")
    assert verdict == "This machine can run Allclose with the namespaces box."


def test_the_demo_grades_its_samples_and_ends():
    done = allclose("demo", "--exit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"All {len(HOMEWORK.samples)} handins earned exactly what they must." in done.stdout
    assert "averaged over it" in " ".join(done.stdout.split())


def test_a_written_problem_waits_for_a_person(tmp_path: Path):
    homework = find_assignment("ryu-hw6", EmbeddedSettings())
    name, content = packed(homework.reference(), 0)
    (tmp_path / name).write_bytes(content)
    done = allclose("grade", "ryu-hw6", str(tmp_path / name))
    assert done.returncode == 0, done.stderr
    assert "? / 10  Waits for a person, who reads it and gives the points." in done.stdout
    assert "Total 25 / 25; 10 more points wait for a person." in done.stdout
    done = allclose("grade", "gaussian-proofs", "problems/gaussian-proofs/samples/photograph")
    assert "`proofs.pdf` is no PDF but a PNG picture" in " ".join(done.stdout.split())
    assert "10 points wait for a person." in done.stdout


def test_a_written_problem_proves_what_there_is_to_show():
    done = allclose("prove", "gaussian-proofs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓  rubric" in done.stdout
    assert 'word-document  is told "is no PDF but an old Office document".' in done.stdout
    assert "Proved by 8 findings.\n" in done.stdout


def test_a_new_service_gets_its_first_administrator_and_no_second_one(tmp_path: Path):
    assert allclose("migrate", data=tmp_path).returncode == 0
    first, second = (allclose("admin", f"{name}@example.edu", data=tmp_path) for name in ("ada", "mallory"))

    assert first.returncode == 0, first.stderr
    assert re.fullmatch(r"\S{12,}\n", first.stdout)  # the password alone, for whoever pipes it
    assert "ada@example.edu" in first.stderr
    assert (second.returncode, second.stdout) == (1, "")
    assert "There are accounts already" in second.stderr
