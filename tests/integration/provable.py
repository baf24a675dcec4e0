"""A small problem that proves itself, to be spoiled one way at a time."""

from pathlib import Path

from graders.bundle import Bundle, read_bundle_folder
from tests.unit.graders.bundles import write_tree

MANIFEST = """slug = "scaling"
title = "Scaling"
files = ["scale.py"]

[limits]
wall_seconds = 2

[[checks]]
name = "doubled"
points = 8
inputs = "unchanged"

[[checks]]
name = "shifted"
points = 2
visibility = "hidden"

[[misconceptions]]
name = "tripled"
hint = "You triple; double."
fails = ["doubled"]
[[misconceptions.edits]]
file = "scale.py"
find = "2 * x"
put = "3 * x"

[[misconceptions]]
name = "shifted-down"
hint = "You subtract; add."
fails = ["shifted"]
[[misconceptions.edits]]
file = "scale.py"
find = "x + 1"
put = "x - 1"

[[samples]]
name = "full-marks"
earns = 10

[[samples]]
name = "doubles-only"
earns = 8
"""
REFERENCE = """import numpy as np

def double(x):
    return 2 * x

def shift(x):
    return x + 1
"""
FILES = {
    "problem.toml": MANIFEST,
    "handout.md": "Double it, then shift it.",
    "exercise.py": """def doubled(handin, rng):
    x = rng.standard_normal((4, 3))
    return {"out": handin.load("scale.py").double(handin.lend("x", x))}
""",
    "hidden.py": """def shifted(handin, rng):
    return {"out": handin.load("scale.py").shift(rng.random(5))}
""",
    "reference/scale.py": REFERENCE,
    "starter/scale.py": "def double(x):\n    raise NotImplementedError\n",
    "samples/doubles-only/scale.py": "def double(x):\n    return x + x\n",
}
ALIKE = """
[[misconceptions]]
name = "threefold"
hint = "You take three times x; take it twice."
fails = ["doubled"]
[[misconceptions.edits]]
file = "scale.py"
find = "2 * x"
put = "x * 3"
"""


def write_provable(folder: Path, *spoiled: tuple[str, str, str]) -> Bundle:
    """The bundle; each of `spoiled` is a file, a text that it holds, and what stands there instead."""
    files = dict(FILES)
    for path, found, put in spoiled:
        assert found in files[path]
        files[path] = files[path].replace(found, put, 1)
    write_tree(folder, {path: text.encode() for path, text in files.items()})
    return read_bundle_folder(folder)
