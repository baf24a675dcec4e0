"""What kit.json says: the problems, their checks, and how each is judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
"""The folder that holds the handin; student code starts here."""


class Check(NamedTuple):
    """A question, in the words of problem.toml.

    stored: whether the expected arrays are known here, or to the server only.
    """

    name: str
    title: str
    points: float
    rtol: float
    atol: float
    dtype: str
    lists: str
    unchanged: bool
    wall_seconds: float
    stored: bool
    compare: str = "allclose"
    seeds: int = 1
    cases: list[str] = []
    credit: str = "all"
    gradients: dict[str, str] = {}


class Problem(NamedTuple):
    """Checks that one exercise.py asks. points: of all checks, those that only the server knows included.

    answers: of a written problem, which people read, its files, each with other names accepted for it.
    """

    slug: str
    title: str
    points: float
    device: str
    path: list[str]
    aliases: dict[str, list[str]]
    checks: list[Check]
    answers: list[list[str]] = []

    @property
    def folder(self) -> Path:
        """Where its exercise.py and its prestored cases lie."""
        return HERE / "problems" / self.slug


class Kit(NamedTuple):
    """The whole assignment. answers: written ones that are packed beside `handin`."""

    title: str
    points: float
    seed: int
    handin: list[str]
    problems: list[Problem]
    answers: list[list[str]] = []


def load_kit() -> Kit:
    """Read kit.json."""
    told = json.loads((HERE / "kit.json").read_text(encoding="utf-8"))
    problems = [
        Problem(**{**problem, "checks": [Check(**check) for check in problem["checks"]]})
        for problem in told["problems"]
    ]
    return Kit(**{**told, "problems": problems})
