"""Grades a handin: a job and its bundles go in, a report for each problem comes out as it is done.

Every check gets a verdict and a reason, whatever the handin does. What can go wrong on our side comes in
two sizes: a problem whose reference fails gets a report with verdict `fault`, and the others go on; a
box that fails raises SandboxFault, and what has not been reported must be graded another time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from graders.answer import Answer
from graders.asking import Passes, ask
from graders.box import BoxTask, Sandbox, Step
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.errors import GraderFault, SandboxFault
from graders.grading import ProblemGrading, report_fault
from graders.handin import Handin
from graders.hearing import DeadlyImports
from graders.job import GradeItem, GradeJob
from graders.measured import ask_measured
from graders.problem import Limits
from graders.progress import Progress
from graders.report import Report
from graders.solutions import Solutions

__all__ = ["Progress", "grade"]

Listen = Callable[[Progress], None]


def grade(
    job: GradeJob,
    bundles: Mapping[str, Bundle],
    handin: Handin,
    sandbox: Sandbox,
    cache: ArrayCache,
    listen: Listen,
) -> Iterator[tuple[GradeItem, Report]]:
    """Grade every item of a job; yield each with its report as soon as that is known.

    bundles: by digest. cache: kept from job to job. listen: is told of every check that has its verdict.
    Raises SandboxFault when the box fails.
    """
    gradings = []
    for item in job.items:
        solutions = Solutions(bundles[item.bundle.digest], item.seed, job.runtime, job.device, sandbox, cache)
        try:
            gradings.append(ProblemGrading(item, solutions))
        except SandboxFault:
            raise
        except GraderFault as fault:
            yield item, report_fault(solutions, str(fault))
    yield from _Round(job, handin, sandbox, gradings, listen).reports()


@dataclass
class _Round:
    """A handin, asked everything that its gradings want to know."""

    job: GradeJob
    handin: Handin
    sandbox: Sandbox
    gradings: Sequence[ProblemGrading]
    listen: Listen
    deadly: DeadlyImports = field(default_factory=DeadlyImports)
    settled: int = 0

    def reports(self) -> Iterator[tuple[GradeItem, Report]]:
        """Ask the visible checks of all problems together, then each problem's others apart.

        Whatever a child is given, the handin can print: only a child that runs nothing else of
        another problem holds hidden exercises.
        """
        yield from self._ask(self.gradings, hidden=False)
        for grading in self.gradings:
            yield from self._ask([grading], hidden=True)

    def _ask(self, gradings: Sequence[ProblemGrading], *, hidden: bool) -> Iterator[tuple[GradeItem, Report]]:
        """Ask some problems' checks in one child, or in as many as it takes."""
        steps = tuple(step for grading in gradings for step in grading.steps(hidden=hidden))
        if not steps:
            return
        asked = {grading.problem.slug: grading for grading in gradings}
        exercises = {slug: grading.solutions.bundle.exercise(hidden) for slug, grading in asked.items()}
        limits = _widest([grading.problem.limits for grading in gradings])
        task = BoxTask(self.job.runtime, self.job.device, self.handin.files, exercises, steps, limits)
        measured = [step for step in steps if asked[step.problem].measures(step)]
        task = replace(task, steps=tuple(step for step in steps if step not in measured))
        judged = [step for step in task.steps if asked[step.problem].judges(step)]

        def passes(step: Step, answer: Answer) -> bool:
            return asked[step.problem].passes(step, answer)

        def only_exceeds(step: Step, answer: Answer) -> bool:
            return asked[step.problem].only_exceeds(step, answer)

        answers = self._answers(task, judged, passes)
        for step, answer in chain(answers, self._measured(task, measured, only_exceeds)):
            grading = asked[step.problem]
            grading.settle(step, answer)
            self._tell(step)
            if grading.complete:
                yield grading.item, _report(grading)

    def _answers(
        self, task: BoxTask, judged: Sequence[Step], passes: Passes
    ) -> Iterator[tuple[Step, Answer]]:
        """Every step's answer that counts. Judged ones are asked alone at once.

        Whether such an answer passes is known only when the judge has been asked, so it could not be told
        whether it must be asked again.
        """
        together = tuple(step for step in task.steps if step not in judged)
        for steps in (together, *((step,) for step in judged)):
            if steps:
                yield from ask(self.sandbox, replace(task, steps=steps), passes, self.deadly)

    def _measured(
        self, task: BoxTask, measured: Sequence[Step], only_exceeds: Passes
    ) -> Iterator[tuple[Step, Answer]]:
        """The answers to steps that are held to the reference's cost, each asked alone, as the reference was.

        What only costs too much is asked once more before it loses: the machine may have been busy.
        """
        for step in measured:
            answer = ask_measured(self.sandbox, task, step, self.deadly)
            if only_exceeds(step, answer):
                answer = ask_measured(self.sandbox, task, step, self.deadly)
            yield step, answer

    def _tell(self, step: Step) -> None:
        self.settled += 1
        total = sum(len(grading.problem.checks) for grading in self.gradings)
        self.listen(Progress(step.problem, step.check, self.settled, total))


def _report(grading: ProblemGrading) -> Report:
    try:
        return grading.report()
    except SandboxFault:
        raise
    except GraderFault as fault:
        return report_fault(grading.solutions, str(fault))


def _widest(limits: Sequence[Limits]) -> Limits:
    """Limits under which each of several problems has what its own allow: they share a child."""
    return Limits(
        wall_seconds=max(one.wall_seconds for one in limits),
        memory_mb=max(one.memory_mb for one in limits),
        files_mb=max(one.files_mb for one in limits),
        printed_mb=max(one.printed_mb for one in limits),
        answer_mb=max(one.answer_mb for one in limits),
    )
