"""A small written problem, to be spoiled one rule at a time."""

from graders.bundle import Bundle, read_bundle
from tests.unit.graders.archives import tar

PDF = b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
WRITTEN = """slug = "proofs"
title = "Two proofs"
kind = "written"
files = ["proofs.pdf"]
aliases = { "proofs.pdf" = ["hw6.pdf"] }

[[samples]]
name = "full-marks"
earns = 0

[[samples]]
name = "word"
earns = 0
told = "an old Office document"

[[samples]]
name = "nothing"
base = "nothing"
earns = 0
told = "`proofs.pdf` is not in the handin"

[[rubric]]
name = "density"
points = 4
text = "The change of variables, with its determinant."
[[rubric]]
name = "positive"
points = 3
text = "Jensen's inequality, in the right direction."
"""
TREE = {
    "handout.md": b"# Proofs\n",
    "reference/proofs.pdf": PDF,
    "samples/word/proofs.pdf": b"\xd0\xcf\x11\xe0 word",
    "samples/nothing/notes.txt": b"later",
}


def written(old: str = "", new: str = "", **files: bytes | None) -> Bundle:
    """The problem after an edit of its text, with some files replaced or (None) removed."""
    assert old in WRITTEN
    tree = TREE | {"problem.toml": WRITTEN.replace(old, new, 1).encode()} | files
    return read_bundle(tar({path: data for path, data in tree.items() if data is not None}))
