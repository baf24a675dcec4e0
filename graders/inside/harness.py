"""Runs one task in a child: the checks' exercises, one after another, and what they answer as frames.

A template calls `prepare` once, before it forks. A child, locked down in a folder of its own, calls
`run`. Nothing that a handin raises leaves `run`; nothing keeps a handin from ending the process,
which is why the outside asks every check that it ended again, alone.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from warnings import catch_warnings

from numpy.random import default_rng

from graders.inside.alarm import Alarm
from graders.inside.answers import Answers
from graders.inside.frames import BEGAN, DONE, FINISHED, RAISED, Fields, FrameWriter
from graders.inside.gpu import bound_memory, start_gpu
from graders.inside.handin import Handin
from graders.inside.imports import Imports
from graders.inside.output import StandardStreams
from graders.inside.rounds import rounds
from graders.inside.surroundings import Surroundings
from graders.inside.tree import Tree
from graders.inside.wire import Exercise, Step, Task, decode_task

WARM = ("numpy.fft", "numpy.linalg", "numpy.ma", "numpy.random", "copy", "inspect", "linecache")
"""Modules that handins import and numpy may not have; an import in the template is free in a child."""


def prepare() -> None:
    """Import what every child of this runtime would: once, in the template."""
    sys.dont_write_bytecode = True
    for name in WARM:
        import_module(name)
    with suppress(ModuleNotFoundError):
        _warm_torch(import_module("torch"))


def prepare_device(device: str) -> None:
    """Start what the steps will run on: in the child, before it is sealed. Raises NoGpu."""
    if device == "cuda":
        start_gpu()


def run(task: bytes, frames_fd: int) -> None:
    """Run the steps of an encoded task in the current folder and write frames to a descriptor.

    Returns when every step has been run. The process should end then without looking back:
    `os._exit`, for a handin may have left threads and exit handlers behind.
    """
    child = Child(decode_task(task), FrameWriter(frames_fd), Path.cwd())
    child.settle()
    child.run_steps()


def _warm_torch(torch: ModuleType) -> None:
    # A thread pool started here would hang in every fork of this process.
    torch.set_num_threads(1)
    # The first operation reads /proc/cpuinfo, which a box hides, and sets up what every child would.
    torch.ones(2, 2, requires_grad=True).exp().sum().backward()


class Child:
    """A handin, the exercises, and everything that is kept from one step to the next."""

    def __init__(self, task: Task, writer: FrameWriter, root: Path) -> None:
        self._task = task
        self._writer = writer
        self._tree = Tree(task.files, root)
        self._imports = Imports(self._tree, writer)
        self._streams = StandardStreams(writer, root)
        self._surroundings = Surroundings(root)
        self._alarm = Alarm(self._tree, writer, self._streams)
        self._answers = Answers(writer, task.answer_bytes, task.context)
        self._exercises: dict[str, ModuleType] = {}
        self._unwritten: OSError | None = None

    def settle(self) -> None:
        """Lay out the handin's files. Where there is no room for them, every step will say so."""
        sys.argv[:] = [""]
        if self._task.device == "cuda":
            bound_memory(self._task.memory_bytes)
        self._imports.install()
        try:
            self._tree.write()
        except OSError as error:
            self._unwritten = error

    def run_steps(self) -> None:
        """Run every step in order."""
        for number, step in enumerate(self._task.steps):
            self._writer.step = number
            self._writer.tell(BEGAN)
            kind, fields = self._run_step(step)
            self._streams.end_step()
            self._writer.add(kind, fields)
        self._writer.tell(DONE)

    def _run_step(self, step: Step) -> tuple[int, Fields]:
        """Exercise one check; returns the frame that ends it."""
        exercise = self._task.exercises[step.problem]
        handin = Handin(self._imports, exercise, self._task.device)
        try:
            self._exercise(handin, exercise, step)
            fields: Fields = {"changed": handin.changed()}
            return FINISHED, fields | {"lent": handin.digests()} if step.unchanged else fields
        except BaseException as error:  # noqa: BLE001  # students raise SystemExit and KeyboardInterrupt too
            self._surroundings.steady()
            return RAISED, handin.explain(error)

    def _exercise(self, handin: Handin, exercise: Exercise, step: Step) -> None:
        self._surroundings.restore(step.seed, exercise.path)
        self._streams.install()
        if self._unwritten:
            raise self._unwritten
        self._alarm.start(step.wall_seconds)
        try:
            check = getattr(self._module(step.problem, exercise), step.check)
            for number, asked in enumerate(rounds(step.seed, step.seeds, step.cases)):
                if number:
                    self._surroundings.restore(asked.seed, exercise.path)
                with catch_warnings():
                    self._answers.send(check(handin, default_rng(asked.seed), *asked.given), asked.name)
        finally:
            self._alarm.stop()

    def _module(self, problem: str, exercise: Exercise) -> ModuleType:
        """The module of a problem's exercise.py, which is no file in the box."""
        if problem not in self._exercises:
            module = ModuleType(f"exercise of {problem}")
            exec(compile(exercise.source, "exercise.py", "exec"), module.__dict__)  # noqa: S102  # in a box
            self._exercises[problem] = module
        return self._exercises[problem]
