"""The homework that is graded for the bench: one handin that is right, and one of which half is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from msgspec.structs import replace as with_fields

from deploy.catalogue import Task, find_task
from deploy.settings import EmbeddedSettings
from graders.archive import write_tar
from graders.box import BoxTask, Step
from graders.bundle import Bundle
from graders.bundle.tree import edited
from graders.handin import Handin
from graders.problem import Limits

SCORED = 25
"""Checks of the homework that are worth points and that comparing arrays decides."""

WRONG = {
    "linear": ("gradients-summed",),
    "activations": ("sigmoid-derivative-of-the-input",),
    "loss": ("logarithm-to-base-two",),
}
"""The misconceptions, by problem, that the half-wrong handin holds all at once."""


@dataclass(frozen=True)
class Homework:
    """HW1P1 without its training, which takes seconds bare and so would hide what a box costs.

    task: all checks. scored: the same problems with nothing but the checks that are worth points.
    """

    task: Task

    @cached_property
    def scored(self) -> Task:
        bundles = tuple(map(_without_diagnostics, self.task.bundles))
        asked = sum(len(bundle.problem.checks) for bundle in bundles)
        assert asked == SCORED, f"the homework scores {asked} checks"
        return replace(self.task, bundles=bundles)

    @cached_property
    def checks(self) -> int:
        """How many there are with the diagnostics."""
        return sum(len(bundle.problem.checks) for bundle in self.task.bundles)

    @cached_property
    def full_marks(self) -> Handin:
        """What the problems' references share."""
        return Handin(
            {path: data for bundle in self.task.bundles for path, data in bundle.reference().items()}
        )

    @cached_property
    def half_wrong(self) -> Handin:
        """The same with some mistakes in it, one of which every network inherits."""
        files: Mapping[str, bytes] = self.full_marks.files
        for bundle in self.task.bundles:
            for mistake in bundle.problem.misconceptions:
                if mistake.name in WRONG.get(bundle.problem.slug, ()):
                    files = edited(files, mistake.edits)
        return Handin(files)


def read_homework() -> Homework:
    """The homework as it is in this checkout."""
    task = find_task("hw1p1", EmbeddedSettings())
    compared = tuple(
        bundle for bundle in task.bundles if not any(check.judged for check in bundle.problem.checks)
    )
    return Homework(replace(task, bundles=compared))


def as_one_task(task: Task, handin: Handin) -> BoxTask:
    """All checks as one child's task, as the engine asks them first."""
    steps = tuple(
        Step(bundle.problem.slug, check.name, 1, 60.0)
        for bundle in task.bundles
        for check in bundle.problem.checks
    )
    exercises = {bundle.problem.slug: bundle.exercise(hidden=False) for bundle in task.bundles}
    return BoxTask("numpy", "cpu", handin.files, exercises, steps, Limits())


def archive_of(handin: Handin) -> bytes:
    """The handin as a student uploads it."""
    return write_tar(handin.files)


def _without_diagnostics(bundle: Bundle) -> Bundle:
    checks = [check for check in bundle.problem.checks if check.points]
    return Bundle(with_fields(bundle.problem, checks=checks), bundle.files)
