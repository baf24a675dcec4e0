"""A fresh process that runs the checks of one problem and writes down what came of each.

python autograder/runner.py --child PROBLEM FIRST RESULTS: lines of JSON go to the file RESULTS, [number]
when a check begins and [number, outcome] when it has ended. Whatever your code does to this process,
the runner lives.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any, Callable
from urllib.parse import unquote

import numpy as np

from graders.inside.rounds import rounds

from .compare import Arrays, complaints, flatten
from .draws import draws, generator
from .exceptions import describe
from .handin import Handin
from .outcome import OPEN, PASSED, Outcome
from .outline import ROOT, Check, Problem, load_kit


class Child:
    """The checks of one problem, its exercise and its prestored arrays."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._seed = seed
        self._expected = _read_cases(problem)
        self._exercise: dict[str, Callable[..., Any]] = {}

    def load_exercise(self) -> None:
        """Run exercise.py, which only defines functions."""
        file = self._problem.folder / "exercise.py"
        exec(compile(file.read_bytes(), str(file), "exec"), self._exercise)  # noqa: S102  # it came with the kit

    def run(self, check: Check) -> Outcome:
        """Ask one check; whatever your code raises is its outcome."""
        if self._draws_differ():
            return Outcome.failed(
                f"numpy {np.__version__} draws other numbers from a seed than the numpy that made these "
                "examples, so nothing can be compared. Try another numpy, or hand in: the server has its own."
            )
        self._settle()
        handin = Handin(self._problem)
        try:
            got = self._ask(check, handin)
        except BaseException as error:  # noqa: BLE001  # students' code may raise SystemExit too
            return describe(error)
        return self._judge(check, got, handin.changed())

    def _ask(self, check: Check, handin: Handin) -> Arrays:
        """What all rounds of a check answer."""
        got: Arrays = {}
        for number, asked in enumerate(rounds(self._seed, check.seeds, check.cases)):
            if number:
                self._settle()
            answer = self._exercise[check.name](handin, generator(asked.seed), *asked.given)
            got.update(flatten(answer, asked.name))
        return got

    def _draws_differ(self) -> bool:
        drawn = flatten(draws(None, generator(self._seed)))
        stored = self._expected.get("draws", {})
        return any(not np.array_equal(drawn[key], array) for key, array in stored.items())

    def _judge(self, check: Check, got: Arrays, changed: list[str]) -> Outcome:
        notes = [f"Your code wrote into an array that it was lent: {', '.join(changed)}."] if changed else []
        if notes and check.unchanged:
            return Outcome.failed(*notes)
        if not check.stored:
            return Outcome(OPEN, [*notes, "It runs; whether it is right, only the server knows."], [])
        wrong = complaints(got, self._expected[check.name], check)
        if wrong and check.credit != "all":
            notes.append(f"On the server every {check.credit} that is right earns its part of the points.")
        return Outcome.failed(*wrong, *notes) if wrong else Outcome(PASSED, notes, [])

    def _settle(self) -> None:
        """Put right what an earlier check may have left behind."""
        os.chdir(str(ROOT))
        random.seed(self._seed)
        np.random.seed(self._seed % 2**32)
        np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")


def main(slug: str, first: str, results: str) -> None:
    """Run the checks of a problem from number `first` on; the arguments are those of the command line."""
    kit = load_kit()
    problem = next(problem for problem in kit.problems if problem.slug == slug)
    _set_search_path(problem)
    child = Child(problem, kit.seed)
    child.load_exercise()
    with Path(results).open("a", encoding="utf-8") as file:
        for number, check in enumerate(problem.checks[int(first) :], start=int(first)):
            _tell(file, [number])
            _tell(file, [number, child.run(check)])


def _tell(file: Any, line: list[object]) -> None:
    file.write(json.dumps(line) + "\n")
    file.flush()


def _set_search_path(problem: Problem) -> None:
    """Your folders come last, as on the server, so that a file of yours hides no module of Python's."""
    root = str(ROOT)
    others = [folder for folder in sys.path if folder not in ("", root)]
    sys.path[:] = [*others, root, *(str(ROOT / folder) for folder in problem.path)]


def _read_cases(problem: Problem) -> dict[str, Arrays]:
    cases: dict[str, Arrays] = {}
    with np.load(str(problem.folder / "cases.npz"), allow_pickle=False) as stored:
        for key in stored.files:
            check, case, name = (unquote(part) for part in key.split("/"))
            cases.setdefault(check, {})[case, name] = stored[key]
    return cases
