"""Samples made of folders and of one another; a recipe that breaks a rule is refused by its key."""

import pytest

from graders.bundle import Bundle, read_bundle
from graders.bundle.tree import EDITED_BYTES, MOST_EDITS
from graders.errors import BundleRefused
from tests.unit.graders.archives import tar
from tests.unit.graders.bundles import FILES, MANIFEST

RECIPES = """
[[samples]]
name = "own-way"
earns = 5

[[samples]]
name = "spoiled"
base = "own-way"
remove = ["code/other.py"]
rename = { "code/layer.py" = "code/layers.py" }
earns = 0
edits = [
    { file = "code/layers.py", find = "own way", put = "own place" },
    { file = "code/layers.py", find = "place", put = "words" },
    { file = "more.txt", find = "more", put = "less" },
]

[[samples]]
name = "mixed"
base = "starter"
takes = { "code/other.py" = "own-way", "more.txt" = "spoiled" }
earns = 0
"""
OWN = {"samples/own-way/code/layer.py": b"right, its own way", "samples/spoiled/more.txt": b"more"}


def read(recipes: str = RECIPES, **files: bytes) -> Bundle:
    return read_bundle(tar(FILES | OWN | files | {"problem.toml": MANIFEST + recipes.encode()}))


def test_a_recipe_is_followed_word_by_word_and_its_edits_come_last():
    assert read().sample("spoiled") == {"code/layers.py": b"right, its own words", "more.txt": b"less"}


def test_a_sample_that_others_are_made_of_stays_as_it_is():
    bundle = read()
    assert bundle.sample("own-way") == {"code/layer.py": b"right, its own way", "code/other.py": b"same"}
    assert bundle.reference() == {"code/layer.py": b"right", "code/other.py": b"same"}


def test_single_files_are_taken_as_those_samples_hand_them_in():
    made = read().sample("mixed")
    assert made == {"code/layer.py": b"start", "code/other.py": b"same", "more.txt": b"less"}


def test_a_base_means_the_folder_even_where_a_sample_has_its_name():
    recipes = RECIPES + '[[samples]]\nname = "starter"\nearns = 0\n'
    recipes += '[[samples]]\nname = "after"\nbase = "starter"\nearns = 0\n'
    assert read(recipes).sample("after") == {"code/layer.py": b"start"}


def test_a_packed_bundle_makes_the_same_samples():
    bundle = read()
    again = read_bundle(bundle.pack())
    assert {one.name: again.sample(one.name) for one in again.problem.samples} == {
        one.name: bundle.sample(one.name) for one in bundle.problem.samples
    }


CHANGES = {
    "samples.spoiled.base: 'ghost' must be one of reference, starter, nothing, or a sample that stands": (
        'base = "own-way"',
        'base = "ghost"',
    ),
    "samples.spoiled.base: 'spoiled' must be one of": ('base = "own-way"', 'base = "spoiled"'),
    "samples.spoiled.base: 'mixed' must be one of": ('base = "own-way"', 'base = "mixed"'),
    "samples.mixed.takes.code/other.py: 'ghost' must be a sample that stands before": (
        'py" = "own-way"',
        'py" = "ghost"',
    ),
    "samples.mixed.takes.code/other.py: 'mixed' must be a sample that stands before": (
        'py" = "own-way"',
        'py" = "mixed"',
    ),
    "samples.mixed.takes: 'code/other.py' is not in the sample spoiled": (
        'py" = "own-way"',
        'py" = "spoiled"',
    ),
    "samples.spoiled.remove: 'code/gone.py' is not in the sample own-way": (
        '["code/other.py"]\nrename',
        '["code/gone.py"]\nrename',
    ),
    "samples.mixed.remove: 'code/gone.py' is not in starter/ or what it takes": (
        'base = "starter"\ntakes',
        'base = "starter"\nremove = ["code/gone.py"]\ntakes',
    ),
    "samples.spoiled.rename: 'code/other.py' is not in the sample own-way": (
        'rename = { "code/layer.py"',
        'rename = { "code/other.py"',
    ),
    "samples.mixed.rename: there is a file 'code/other.py' already": (
        'base = "starter"\ntakes',
        'base = "starter"\nrename = { "code/layer.py" = "code/other.py" }\ntakes',
    ),
    r"samples.spoiled.rename.code/layer.py: `\.\./layer.py` points outside": (
        '= "code/layers.py" }',
        '= "../layer.py" }',
    ),
    "samples.spoiled.rename.code/layer.py: 'code//x.py' must be written as 'code/x.py'": (
        '= "code/layers.py" }',
        '= "code//x.py" }',
    ),
    "samples.mixed: 'code' is both a file and a folder": (
        'base = "starter"\ntakes',
        'base = "starter"\nrename = { "code/layer.py" = "code" }\ntakes',
    ),
    "samples.spoiled.edits: there is no file 'code/layer.py' to edit": (
        'file = "code/layers.py", find = "own',
        'file = "code/layer.py", find = "own',
    ),
    "samples.spoiled.edits: 'ghost' is in code/layers.py 0 times, and must be there exactly once": (
        'find = "own way"',
        'find = "ghost"',
    ),
    "samples.spoiled.edits: 't' is in code/layers.py 2 times": ('find = "own way"', 'find = "t"'),
    "samples.spoiled.edits: every `find` must be some text": ('find = "own way"', 'find = ""'),
    f"samples.spoiled.edits: there are {MOST_EDITS + 3}, and {MOST_EDITS} are the most": (
        "edits = [",
        "edits = [" + '{ file = "a", find = "b", put = "c" },' * MOST_EDITS,
    ),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_a_recipe_that_cannot_be_followed_is_refused_by_its_key(sentence: str):
    old, new = CHANGES[sentence]
    assert RECIPES.count(old) == 1
    with pytest.raises(BundleRefused, match=sentence) as caught:
        read(RECIPES.replace(old, new))
    assert len(str(caught.value).splitlines()) == 1


def test_what_is_made_of_a_refused_sample_is_not_refused_as_well():
    spoiled = RECIPES.replace('find = "own way"', 'find = "ghost"')
    with pytest.raises(BundleRefused) as caught:
        read(spoiled + '[[samples]]\nname = "last"\nbase = "spoiled"\nremove = ["gone"]\nearns = 0\n')
    assert str(caught.value).startswith("samples.spoiled.edits: 'ghost'")
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_too_long_to_edit_is_laid_over_whole():
    long = {"samples/own-way/code/layer.py": b"own way" + b"." * EDITED_BYTES}
    with pytest.raises(BundleRefused, match=r"spoiled.edits: code/layers.py is larger than 64 KiB"):
        read(**long)
