"""A small homework and its starter kit, made without a box."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from graders.assignment import Assignment, read_assignment_folder
from graders.box import Began, BoxTask, End, Ended, Event, Finished, Raised, Sent
from graders.kit import build_kit, public_cases
from tests.unit.graders.bundles import FILES, MANIFEST, write_tree

OUTLINE = b"""slug = "homework"
title = "Homework"
problems = ["small"]
"""
SECRET = b"hidden from students"


class ReferenceBox:
    """An honest twin of a box: answers every step with one array, and remembers what it was asked."""

    kind = "twin"

    def __init__(self, *, raises: str = "", stops_after: int = 99) -> None:
        self.tasks: list[BoxTask] = []
        self.raises = raises
        self.stops_after = stops_after

    def run(self, task: BoxTask) -> Iterator[Event]:
        self.tasks.append(task)
        for number, step in enumerate(task.steps[: self.stops_after]):
            yield Began(number)
            if step.check == self.raises:
                yield Raised(number, "exception", "ValueError", "no")
            else:
                yield Sent(number, "case 1", "linear_layers[0].dW", npy(np.arange(4.0)))
                yield Finished(number)
        yield Ended(End.DONE)


def npy(array: np.ndarray) -> bytes:
    """The bytes of a .npy file."""
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def homework(folder: Path) -> Assignment:
    """An assignment of one problem, written below a folder and read back."""
    manifest = MANIFEST + b'\n[[checks]]\nname = "guess"\npoints = 1\nreveal = false\n'
    exercise = FILES["exercise.py"] + b"def guess(handin, rng):\n    return {}\n"
    hidden = FILES["hidden.py"] + b"# " + SECRET
    bundle = {
        **FILES,
        "problem.toml": manifest,
        "exercise.py": exercise,
        "hidden.py": hidden,
        "reference/code/layer.py": SECRET,
    }
    write_tree(folder / "problems/small", bundle)
    files = {
        "assignment.toml": OUTLINE,
        "handout.md": b"# Homework\n",
        "reference/code/layer.py": SECRET,
        "starter/code/layer.py": b"start",
        "kit/plot.py": b"# plots",
    }
    write_tree(folder / "assignments/homework", files)
    return read_assignment_folder(folder / "assignments/homework")


def kit_of(assignment: Assignment) -> bytes:
    """The starter kit, with cases from the twin."""
    run = [bundle for bundle in assignment.bundles if not bundle.problem.is_written]
    cases = {bundle.problem.slug: public_cases(bundle, ReferenceBox()) for bundle in run}
    return build_kit(assignment, cases)
