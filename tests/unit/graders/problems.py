"""A small problem to grade in tests: doubling, with a hidden question and one whose answer stays secret."""

from pathlib import Path

from graders.bundle import Bundle, read_bundle_folder

MANIFEST = """
slug = "doubling"
title = "Doubling"
files = ["double.py"]

[limits]
wall_seconds = 2

[[checks]]
name = "number"
title = "A number"
points = 2

[[checks]]
name = "matrix"
points = 3
inputs = "unchanged"

[[checks]]
name = "scalar"
points = 0

[[checks]]
name = "secret"
points = 1
reveal = false

[[checks]]
name = "later"
points = 2
visibility = "after_deadline"

[[checks]]
name = "never"
points = 4
visibility = "hidden"

[[misconceptions]]
name = "squared"
hint = "You square; double."
fails = ["number", "matrix"]

[[samples]]
name = "full-marks"
earns = 12
"""

EXERCISE = """
import numpy as np

def number(handin, rng):
    return {"out": handin.load("double.py").double(rng.standard_normal(3))}

def matrix(handin, rng):
    x = handin.lend("x", rng.standard_normal((3, 2)))
    return {"out": handin.load("double.py").double(x), "_x": x}

def scalar(handin, rng):
    return {"out": handin.load("double.py").double(np.array(3.0)) + np.zeros(1)}

def secret(handin, rng):
    return {"letter": np.array(handin.load("double.py").LETTER)}
"""

HIDDEN = """
import numpy as np
THE_HIDDEN_INPUT = 271828.0

def later(handin, rng):
    return {"out": handin.load("double.py").double(np.ones(2))}

def never(handin, rng):
    return {"out": handin.load("double.py").double(np.full(2, THE_HIDDEN_INPUT))}
"""

REFERENCE = "LETTER = 'b'\ndef double(x):\n    return 2 * x\n"
SQUARED = REFERENCE.replace("2 * x", "x * x")


def write_problem(folder: Path, **files: str) -> Bundle:
    """The bundle, with some of its files replaced: `reference`, `exercise`, `hidden`, `manifest`."""
    contents = {
        "problem.toml": files.get("manifest", MANIFEST),
        "handout.md": "Double it.",
        "exercise.py": files.get("exercise", EXERCISE),
        "hidden.py": files.get("hidden", HIDDEN),
        "reference/double.py": files.get("reference", REFERENCE),
        "starter/double.py": "def double(x):\n    raise NotImplementedError\n",
        "misconceptions/squared/double.py": SQUARED,
    }
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return read_bundle_folder(folder)
