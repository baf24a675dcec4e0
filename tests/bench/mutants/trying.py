"""Whether a problem's checks notice a mutant of its reference: asked in boxes, never on this machine."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property

from graders.box import BoxTask, Step
from graders.bundle import Bundle
from graders.grading import ProblemGrading
from graders.hearing import DeadlyImports, hear
from graders.job import Blob, GradeItem
from graders.proof import Trials
from graders.report import Verdict
from worker.sandbox.open import OpenSandbox

SEEDS = (1, 2)
ROOM = 20.0
"""A mutant has so many times the reference's own time, and a second at least: many loop for ever."""
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Trial:
    """A bundle, and its reference's answers on the seeds that mutants are tried on."""

    bundle: Bundle
    sandbox: OpenSandbox

    @cached_property
    def trials(self) -> Trials:
        return Trials(self.bundle, self.sandbox)

    @cached_property
    def seconds(self) -> Mapping[str, float]:
        """What the reference takes for each check."""
        report = self.trials.report(self.bundle.reference(), SEEDS[0])
        assert report.verdict is Verdict.PASSED, f"the reference of {self.bundle.problem.slug} does not pass"
        return {check.name: check.seconds for check in report.checks}

    @cached_property
    def gradings(self) -> list[ProblemGrading]:
        slug, blob = self.bundle.problem.slug, Blob(self.bundle.digest)
        items = [GradeItem("0", 1, slug, blob, seed) for seed in SEEDS]
        return [ProblemGrading(item, self.trials.solutions(item.seed)) for item in items]

    def notices(self, path: str, source: str) -> str:
        """The check that fails when a file of the reference is another; "" where none does."""
        files = self.bundle.reference() | {path: source.encode()}
        for grading in self.gradings:
            for hidden in (False, True):
                if check := next(self._failing(files, grading, hidden), ""):
                    return check
        return self._judged(files)

    def _failing(self, files: Mapping[str, bytes], grading: ProblemGrading, hidden: bool) -> Iterator[str]:
        """The checks of one child that do not pass, as soon as that is known."""
        steps = tuple(map(self._impatient, grading.steps(hidden=hidden)))
        if not steps:
            return
        problem = self.bundle.problem
        exercises = {problem.slug: self.bundle.exercise(hidden)}
        task = BoxTask(problem.runtime, "cpu", files, exercises, steps, problem.limits)
        heard = 0
        with closing(self.sandbox.run(task)) as events:
            for step, answer in zip(steps, hear(events, DeadlyImports()), strict=False):
                heard += 1
                if not grading.passes(step, answer):
                    yield step.check
        if heard < len(steps):
            yield steps[heard].check

    def _judged(self, files: Mapping[str, bytes]) -> str:
        """What a judge says, where there is one, in the problem's own time."""
        if not any(check.judged for check in self.bundle.problem.checks):
            return ""
        report = self.trials.report(files, SEEDS[0])
        return next((check.name for check in report.checks if check.verdict is not Verdict.PASSED), "")

    def _impatient(self, step: Step) -> Step:
        seconds = max(LEAST_SECONDS, ROOM * self.seconds[step.check])
        return replace(step, wall_seconds=min(step.wall_seconds, seconds))
