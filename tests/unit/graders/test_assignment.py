"""Assignments: their folder, their bundles and their whole handins."""

import pytest

from graders.assignment import read_assignment_folder
from graders.errors import BundleRefused
from tests.unit.graders.bundles import FILES, MANIFEST, write_tree

OUTLINE = b"""slug = "homework"
title = "Homework"
problems = ["small", "other"]

[[samples]]
name = "half-done"
base = "starter"
earns = { small = 2, other = 0.5 }

[[samples]]
name = "full-marks"
earns = { small = 5, other = 5 }
"""
TREE = {
    "assignment.toml": OUTLINE,
    "handout.md": b"# Homework\n",
    "reference/code/layer.py": b"right",
    "starter/code/layer.py": b"start",
    "samples/half-done/code/more.py": b"more",
    "kit/hint.txt": b"a hint",
}


@pytest.fixture
def course(tmp_path):
    """A course's folder with one assignment of two problems."""
    write_tree(tmp_path / "assignments/homework", TREE)
    write_tree(tmp_path / "problems/small", FILES)
    other = MANIFEST.replace(b'"small"', b'"other"').replace(
        b'["code/layer.py"]\naliases', b'["a.py", "code/layer.py"]\naliases'
    )
    write_tree(tmp_path / "problems/other", {**FILES, "problem.toml": other, "reference/a.py": b""})
    return tmp_path


def read(course):
    return read_assignment_folder(course / "assignments/homework")


def test_an_assignment_holds_its_bundles_in_order_and_all_their_points(course):
    assignment = read(course)
    assert [bundle.problem.slug for bundle in assignment.bundles] == ["small", "other"]
    assert assignment.points == 10
    assert assignment.wanted == {"a.py", "code/layer.py", "code/layers.py"}
    assert (assignment.slug, assignment.title, assignment.handout) == ("homework", "Homework", "# Homework\n")


MADE_OF_PROBLEMS = (
    OUTLINE
    + b"""
[[samples]]
name = "mixed"
base = "small/no-file"
takes = { "notes.txt" = "other/half-done", "code/layer.py" = "half-done" }
earns = { small = 0, other = 0 }
"""
)


def test_a_whole_handin_is_made_of_samples_of_its_problems_and_its_own(course):
    (course / "assignments/homework/assignment.toml").write_bytes(MADE_OF_PROBLEMS)
    assert read(course).sample("mixed") == {
        "code/layer.py": b"start",
        "code/other.py": b"same",
        "notes.txt": b"half",
    }


@pytest.mark.parametrize("unknown", ["small/gone", "third/half-done", "mixed"])
def test_a_whole_handin_made_of_an_unknown_sample_is_refused(course, unknown):
    outline = MADE_OF_PROBLEMS.replace(b"other/half-done", unknown.encode())
    (course / "assignments/homework/assignment.toml").write_bytes(outline)
    with pytest.raises(BundleRefused, match=f"samples.mixed.takes.notes.txt: '{unknown}' must be"):
        read(course)


def test_whole_handins_are_made_from_the_assignments_folder(course):
    assignment = read(course)
    assert assignment.reference() == {"code/layer.py": b"right"}
    assert assignment.sample("full-marks") == assignment.reference()
    assert assignment.sample("half-done") == {"code/layer.py": b"start", "code/more.py": b"more"}
    assert assignment.samples[0].earns == {"small": 2, "other": 0.5}
    assert assignment.kit() == {"hint.txt": b"a hint"}


CHANGES = {
    "slug: 'H W' must be lower-case": ('slug = "homework"', 'slug = "H W"'),
    "problems: '../x' must be lower-case": ('"other"]', '"../x"]'),
    "problems: 'small' comes more than once": ('"other"]', '"small"]'),
    "problems: there must be at least one": ('["small", "other"]', "[]"),
    "title: must be one line": ('title = "Homework"', 'title = ""'),
    "unknown field `due`": ('slug = "homework"', 'slug = "homework"\ndue = 1'),
    "samples.half-done.earns: must give the points of each problem: small, other": (", other = 0.5", ""),
    "samples.half-done.base: 'x' must be one of": ('"starter"', '"x"'),
    "samples.half-done: comes more than once": ("full-marks", "half-done"),
    "samples.half-done.earns.small: 20 is not between 0 and 5": ("small = 2", "small = 20"),
    "samples.Full: 'Full' must be lower-case": ("full-marks", "Full"),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_a_broken_rule_of_assignment_toml_is_named_with_its_key(course, sentence):
    old, new = CHANGES[sentence]
    (course / "assignments/homework/assignment.toml").write_text(OUTLINE.decode().replace(old, new, 1))
    with pytest.raises(BundleRefused, match=sentence):
        read(course)


@pytest.mark.parametrize(
    "path", ["assignment.toml", "handout.md", "reference/code/layer.py", "starter/code/layer.py"]
)
def test_a_missing_file_is_named(course, path):
    (course / "assignments/homework" / path).unlink()
    with pytest.raises(BundleRefused, match=f"{path.partition('/')[0]}.*is missing"):
        read(course)


def test_a_refused_bundle_is_named_by_its_folder(course):
    (course / "problems/small/handout.md").unlink()
    with pytest.raises(BundleRefused, match=r"^problems/small/handout.md: is missing"):
        read(course)


def test_a_bundle_must_be_called_as_its_folder(course):
    (course / "problems/other/problem.toml").write_bytes(MANIFEST)
    with pytest.raises(BundleRefused, match=r"problems/other/problem.toml, slug: must be the folder's name"):
        read(course)
