"""The yardstick: a handin's checks in a warm process, with no box, no frames and no judge.

Run by a runtime's python: `python bare.py TASK REPEATS`, TASK a file that holds an encoded task. Prints
for each repeat the seconds of all of it, and those that importing the handin took, as JSON. Every repeat
writes the handin's files, imports them and calls the exercises, as a student's own script would in a process
that has numpy already.
"""

import io
import json
import os
import sys
import tempfile
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from time import perf_counter

import numpy as np

from graders.inside.wire import Task, decode_task


class PlainHandin:
    """`load` and `lend`, and nothing that a grader needs beyond them."""

    importing = 0.0

    def __init__(self, aliases, files):
        self.aliases = aliases
        self.files = files

    def load(self, path):
        names = [path, *self.aliases.get(path, ())]
        found = next(name for name in names if name in self.files)
        start = perf_counter()
        module = import_module(Path(found).stem)
        PlainHandin.importing += perf_counter() - start
        return module

    def lend(self, _name, array):
        return array.copy()


def run_once(task: Task) -> int:
    """All steps of a task; returns how many arrays they gave."""
    with tempfile.TemporaryDirectory() as folder:
        for path, content in task.files.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        os.chdir(folder)
        before = set(sys.modules), list(sys.path)
        try:
            return sum(map(len, exercise_all(task, folder)))
        finally:
            os.chdir("/")
            sys.path[:] = before[1]
            for name in set(sys.modules) - before[0]:
                del sys.modules[name]


def exercise_all(task: Task, folder: str):
    """The answers of every step."""
    modules = {}
    for name, exercise in task.exercises.items():
        modules[name] = {}
        exec(compile(exercise.source, "exercise.py", "exec"), modules[name])
    for step in task.steps:
        exercise = task.exercises[step.problem]
        sys.path += [folder, *(f"{folder}/{place}" for place in exercise.path)]
        handin = PlainHandin(exercise.aliases, task.files)
        yield modules[step.problem][step.check](handin, np.random.default_rng(step.seed))


def main() -> None:
    sys.dont_write_bytecode = True
    task = decode_task(Path(sys.argv[1]).read_bytes())
    taken = []
    with redirect_stdout(io.StringIO()):  # a handin may print
        for _ in range(int(sys.argv[2])):
            PlainHandin.importing = 0.0
            start = perf_counter()
            run_once(task)
            taken.append((perf_counter() - start, PlainHandin.importing))
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
