"""Grading a bundle's own handins, and asking for their arrays: what every finding is drawn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from graders.answer import Arrays
from graders.asking import ask
from graders.box import BoxTask, Sandbox
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.cost import UNKNOWN, Cost
from graders.errors import GraderFault
from graders.grade import grade
from graders.handin import Handin
from graders.hearing import DeadlyImports
from graders.job import Blob, GradeItem, GradeJob
from graders.measured import ask_measured
from graders.problem import Check, Visibility
from graders.report import Report, Verdict
from graders.solutions import Solutions

NOWHERE = "0"
"""The submission and the grading that a trial's report settles: none."""


@dataclass(frozen=True)
class Trials:
    """One bundle in one kind of box; what its solutions answer is kept from trial to trial."""

    bundle: Bundle
    sandbox: Sandbox
    device: str = "cpu"
    cache: ArrayCache = field(default_factory=ArrayCache)

    def report(self, files: Mapping[str, bytes], seed: int, bundle: Bundle | None = None) -> Report:
        """Grade a handin as students' are; bundle: the same with other limits.

        Raises GraderFault where the grader, not the handin, failed.
        """
        bundle, handin = bundle or self.bundle, Handin(files)
        item = GradeItem(NOWHERE, 1, bundle.problem.slug, Blob(bundle.digest), seed)
        job = GradeJob(NOWHERE, bundle.problem.runtime, self.device, Blob(handin.digest), (item,))
        graded = grade(job, {bundle.digest: bundle}, handin, self.sandbox, self.cache, lambda progress: None)
        [(_, report)] = graded
        if report.verdict is Verdict.FAULT:
            raise GraderFault(report.fault)
        return report

    def solutions(self, seed: int, cache: ArrayCache | None = None) -> Solutions:
        """What the bundle's solutions answer; asked of boxes anew where another cache is given."""
        runtime = self.bundle.problem.runtime
        return Solutions(self.bundle, seed, runtime, self.device, self.sandbox, cache or self.cache)

    def arrays(self, files: Mapping[str, bytes], seed: int, epilogue: str = "") -> dict[str, Arrays]:
        """What a handin answers by check, judged by nobody; epilogue: code that ends the exercises."""
        return self._ask(files, seed, epilogue, hidden=False) | self._ask(files, seed, epilogue, hidden=True)

    def cost(self, files: Mapping[str, bytes], seed: int, check: Check) -> Cost:
        """What a check costs a handin, asked alone; UNKNOWN where it does not come to its end."""
        hidden = check.visibility is not Visibility.VISIBLE
        step, problem = self.solutions(seed).step(check), self.bundle.problem
        exercises = {problem.slug: self.bundle.exercise(hidden)}
        task = BoxTask(problem.runtime, self.device, files, exercises, (step,), problem.limits)
        answer = ask_measured(self.sandbox, task, step, DeadlyImports())
        return answer.cost if answer.cost and answer.finished else UNKNOWN

    def honest(self) -> Iterator[tuple[str, Mapping[str, bytes]]]:
        """Samples that earn full marks in other ways than the reference's."""
        problem, reference = self.bundle.problem, self.bundle.reference()
        for sample in problem.samples:
            files = self.bundle.sample(sample.name)
            if sample.earns == problem.points > 0 and files != reference:
                yield sample.name, files

    def _ask(
        self, files: Mapping[str, bytes], seed: int, epilogue: str, *, hidden: bool
    ) -> dict[str, Arrays]:
        checks, problem = self.bundle.checks(hidden=hidden), self.bundle.problem
        if not checks:
            return {}
        exercise = self.bundle.exercise(hidden)
        exercise = replace(exercise, source=f"{exercise.source}\n{epilogue}")
        steps = tuple(map(self.solutions(seed).step, checks))
        task = BoxTask(problem.runtime, self.device, files, {problem.slug: exercise}, steps, problem.limits)
        answers = ask(self.sandbox, task, lambda step, answer: answer.finished, DeadlyImports())
        return {step.check: answer.arrays for step, answer in answers if answer.finished}
