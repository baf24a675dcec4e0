"""A made-up machine: the files in which a kernel tells of itself, below a folder."""

from pathlib import Path

from worker.sandbox.machine.files import Files


def machine(root: Path, files: dict[str, str]) -> Files:
    """A machine that has these files and no other."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return Files(root)
