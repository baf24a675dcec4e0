"""Problems in which people give points: the words that say so, and what is refused of them."""

import pytest

from graders.bundle import Bundle, read_bundle
from graders.errors import BundleRefused
from graders.problem import Kind
from tests.unit.graders.archives import tar
from tests.unit.graders.bundles import FILES, MANIFEST
from tests.unit.graders.written import PDF, WRITTEN, written

RUBRIC = """
[[rubric]]
name = "curves"
points = 3
text = "The curves are those of the training."
[[rubric]]
name = "plots"
points = 2
text = "The plots are labelled."
"""


def proposed(old: str = "", new: str = "") -> Bundle:
    """The small sound bundle as a proposal, after an edit."""
    text = MANIFEST.decode().replace("title =", "proposed = true\ntitle =", 1) + RUBRIC
    assert old in text
    return read_bundle(tar({**FILES, "problem.toml": text.replace(old, new, 1).encode()}))


def test_what_checks_earn_may_be_a_proposal_that_people_decide():
    problem = proposed().problem
    assert problem.by_hand
    assert not problem.is_written
    assert problem.points == 5


def test_a_problem_is_graded_by_the_machine_alone_unless_it_says_otherwise():
    problem = read_bundle(tar(FILES)).problem
    assert problem.kind is Kind.CODE
    assert not problem.by_hand


def test_a_written_problem_is_worth_its_rubric():
    problem = written().problem
    assert problem.is_written
    assert problem.by_hand
    assert problem.points == 7


CODE = {
    r"rubric: is for people, who decide nothing here": ("proposed = true\n", ""),
    r"rubric: adds up to 6 points and the checks to 5": ("points = 3\ntext", "points = 4\ntext"),
    r"rubric.plots: comes more than once": ('"curves"', '"plots"'),
    r"rubric.My curves: 'My curves' must be lower-case": ('"curves"', '"My curves"'),
    r"rubric.curves.points: 0.0 must be a number above zero": ("points = 3\ntext", "points = 0\ntext"),
    r"rubric.curves.points: nan must be a number above zero": ("points = 3\ntext", "points = nan\ntext"),
    r"rubric.plots.text: must say what earns the points": ('"The plots are labelled."', '" "'),
    r"samples.blank.told: is for written problems": ('name = "blank"', 'name = "blank"\ntold = "x"'),
    r"problem.toml, kind: Invalid enum value 'oral'": ("title =", 'kind = "oral"\ntitle ='),
}


@pytest.mark.parametrize("sentence", CODE)
def test_a_broken_rule_of_a_rubric_is_named_with_its_key(sentence):
    with pytest.raises(BundleRefused, match=sentence):
        proposed(*CODE[sentence])


CHECK = '[[checks]]\nname = "out"\npoints = 1\n'
TEXT = {
    r"rubric: there must be at least one item": (WRITTEN[WRITTEN.index("[[rubric]]") :], ""),
    r"checks: nothing of a written problem runs": ("[[rubric]]", f"{CHECK}[[rubric]]"),
    r"runtime: says how code runs": ("files =", 'runtime = "torch"\nfiles ='),
    r"device: says how code runs": ("files =", 'device = "any"\nfiles ='),
    r"path: says how code runs": ("files =", 'path = ["code"]\nfiles ='),
    r"limits: says how code runs": ("[[rubric]]", "[limits]\nwall_seconds = 3\n[[rubric]]"),
    r"proposed: a written problem has no machine": ("files =", "proposed = true\nfiles ="),
    r"files: 'proofs.doc' must end in .pdf": ('files = ["proofs.pdf"]', 'files = ["proofs.doc"]'),
    r"files: 'hw6.txt' must end in .pdf": ('"hw6.pdf"', '"hw6.txt"'),
    r"samples.full-marks.earns: must be 0": ("earns = 0", "earns = 7"),
}


@pytest.mark.parametrize("sentence", TEXT)
def test_a_broken_rule_of_a_written_problem_is_named_with_its_key(sentence):
    with pytest.raises(BundleRefused, match=sentence):
        written(*TEXT[sentence])


HOLDS = {
    "exercise.py: nothing of a written problem runs": {"exercise.py": b"def out(handin, rng): ..."},
    "judge.py: nothing of a written problem runs": {"judge.py": b""},
    "reference/proofs.pdf: is missing": {"reference/proofs.pdf": None, "reference/x.txt": b""},
    "reference/proofs.pdf: is no PDF but a text file": {"reference/proofs.pdf": b"Let x be."},
    "reference/proofs.pdf: breaks off": {"reference/proofs.pdf": PDF[:-6]},
}


@pytest.mark.parametrize("sentence", HOLDS)
def test_a_wrong_file_of_a_written_problem_is_named(sentence):
    with pytest.raises(BundleRefused, match=sentence):
        written(**HOLDS[sentence])
