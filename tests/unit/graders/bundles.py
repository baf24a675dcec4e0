"""A small sound bundle, to be spoiled one rule at a time."""

from collections.abc import Mapping
from pathlib import Path

MANIFEST = b"""slug = "small"
title = "A small problem"
files = ["code/layer.py"]
aliases = { "code/layer.py" = ["code/layers.py"] }
path = ["code"]

[[checks]]
name = "forward"
points = 2

[[checks]]
name = "secret"
points = 3
visibility = "hidden"

[[misconceptions]]
name = "off-by-one"
hint = "You start at 1."
fails = ["forward"]

[[misconceptions]]
name = "one-word-off"
hint = "You have another word there."
fails = ["forward"]
[[misconceptions.edits]]
file = "code/other.py"
find = "same"
put = "other"

[[samples]]
name = "full-marks"
earns = 5

[[samples]]
name = "half-done"
base = "starter"
earns = 2

[[samples]]
name = "no-file"
remove = ["code/layer.py"]
earns = 0

[[samples]]
name = "blank"
base = "nothing"
earns = 0
"""
FILES = {
    "problem.toml": MANIFEST,
    "handout.md": "# Übung\n".encode(),
    "exercise.py": b"def forward(handin, rng):\n    return {}\n",
    "hidden.py": b"def secret(handin, rng):\n    return {}\n",
    "reference/code/layer.py": b"right",
    "reference/code/other.py": b"same",
    "starter/code/layer.py": b"start",
    "misconceptions/off-by-one/code/layer.py": b"wrong",
    "samples/half-done/notes.txt": b"half",
    "samples/blank/notes.txt": b"nothing",
    "data/x.npy": b"data",
}


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
