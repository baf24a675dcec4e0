"""One problem of a job while it is graded: verdicts come in, and at last a report."""

from graders.answer import Answer, Solved
from graders.box import Step
from graders.cost import Cost, Excess, excess_of, is_relative
from graders.job import GradeItem
from graders.judge import ask_judge
from graders.judging import Judgement, judge, report_check, with_ruling
from graders.problem import Check
from graders.report import CheckReport, Explanation, Report, Verdict
from graders.solutions import Solutions

OUR_FAULT = "The grader failed here, not your code. It costs no points, and the staff can see it."


class ProblemGrading:
    """The checks of one problem. Making one asks the reference; raises GraderFault when that fails."""

    def __init__(self, item: GradeItem, solutions: Solutions) -> None:
        self.item = item
        self.solutions = solutions
        self.problem = solutions.bundle.problem
        self._checks = {check.name: check for check in self.problem.checks}
        self._solved: dict[str, Solved] = solutions.solved()
        self._now: dict[str, Cost] = {}
        self._reports: dict[str, CheckReport] = {}
        self._waiting: dict[str, Judgement] = {}
        self._last: tuple[Answer, Judgement] | None = None

    @property
    def complete(self) -> bool:
        """Whether every check has its verdict, or waits for the judge."""
        return len(self._reports) + len(self._waiting) == len(self._checks)

    def steps(self, *, hidden: bool) -> tuple[Step, ...]:
        """The visible checks, or all others, as steps of a task."""
        return tuple(self.solutions.step(check) for check in self.solutions.bundle.checks(hidden=hidden))

    def passes(self, step: Step, answer: Answer) -> bool:
        """Whether an answer plainly passes."""
        return self._judge(step, answer).passed

    def judges(self, step: Step) -> bool:
        """Whether a judge decides on this check."""
        return self._checks[step.check].judged

    def measures(self, step: Step) -> bool:
        """Whether this check is held to what the reference costs."""
        return is_relative(self._checks[step.check])

    def only_exceeds(self, step: Step, answer: Answer) -> bool:
        """Whether all is right with an answer but what it cost beside the reference: it is to be asked again.

        The reference is measured again then, and the more costly of its runs counts: a machine that has
        become busy slows both.
        """
        if not self._judge(step, answer).only_exceeds:
            return False
        self._now[step.check] = self.solutions.measure(self._checks[step.check])
        return True

    def settle(self, step: Step, answer: Answer) -> None:
        """Give a check its verdict by the answer that counts, or keep it for the judge."""
        judgement = self._judge(step, answer)
        self._last = None
        if judgement.check.judged and judgement.stands:
            self._waiting[step.check] = judgement
        else:
            self._settle(judgement)

    def report(self) -> Report:
        """The outcome, checks in the problem's order. Diagnostics, worth no points, decide nothing.

        Asks the judge of the checks that wait for it. Raises GraderFault where it fails.
        """
        answers = {name: judgement.answer.arrays for name, judgement in self._waiting.items()}
        for name, ruling in ask_judge(self.solutions, answers).items():
            self._settle(with_ruling(self._waiting.pop(name), ruling))
        return self._report()

    def _settle(self, judgement: Judgement) -> None:
        check = judgement.check
        self._reports[check.name] = report_check(
            judgement, lambda: self.solutions.wrong(check), self.solutions.runtime
        )

    def _report(self) -> Report:
        checks = tuple(self._reports[name] for name in self._checks)
        failed = any(check.points and check.verdict is Verdict.FAILED for check in checks)
        return Report(
            problem=self.problem.slug,
            title=self.problem.title,
            bundle=self.solutions.bundle.digest,
            verdict=Verdict.FAILED if failed else Verdict.PASSED,
            points=self.problem.points,
            earned=sum(check.earned for check in checks),
            checks=checks,
            runtime=self.solutions.runtime,
            device=self.solutions.device,
            box=self.solutions.sandbox.kind,
            seconds=sum(check.seconds for check in checks),
            proposed=self.problem.proposed,
        )

    def _judge(self, step: Step, answer: Answer) -> Judgement:
        if self._last is None or self._last[0] is not answer:
            expected = self._solved[step.check].arrays
            self._last = (
                answer,
                judge(self._checks[step.check], answer, expected, self._excess(step, answer)),
            )
        return self._last[1]

    def _excess(self, step: Step, answer: Answer) -> Excess | None:
        """What it cost too much beside the reference."""
        check, reference = self._checks[step.check], self._solved[step.check].cost
        if not (reference and answer.cost and answer.finished):
            return None
        reference = reference.most(self._now.get(step.check, reference))
        return excess_of(check, self.problem.limits, answer.cost, reference)


def report_fault(solutions: Solutions, sentence: str) -> Report:
    """A report that settles nothing: our side failed, in a sentence for staff."""
    problem = solutions.bundle.problem
    return Report(
        problem=problem.slug,
        title=problem.title,
        bundle=solutions.bundle.digest,
        verdict=Verdict.FAULT,
        points=problem.points,
        earned=0.0,
        checks=tuple(map(_faulty, problem.checks)),
        runtime=solutions.runtime,
        device=solutions.device,
        box=solutions.sandbox.kind,
        fault=sentence,
        proposed=problem.proposed,
    )


def _faulty(check: Check) -> CheckReport:
    return CheckReport(
        name=check.name,
        title=check.title or check.name,
        points=check.points,
        earned=0.0,
        verdict=Verdict.FAULT,
        visibility=check.visibility,
        explanation=Explanation("fault", OUR_FAULT),
    )
