"""Reports such as a real class gets: of each problem some, for every known mistake, and for what fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import msgspec

from api.gradings.fitting import by_visibility
from graders.bundle import Bundle
from graders.problem import Check, Misconception, Problem
from graders.report import (
    CheckReport,
    ErrorMap,
    Explanation,
    Frame,
    Mismatch,
    Report,
    StudentError,
    Verdict,
    Worst,
)


@dataclass(frozen=True)
class Answer:
    """A report as it is stored."""

    report: Report
    text: str
    earned_by: dict[str, float]


@dataclass(frozen=True)
class Answers:
    """What handins to one problem get. wrong: the commonest first."""

    right: Answer
    wrong: tuple[Answer, ...]

    @classmethod
    def of(cls, bundle: Bundle) -> "Answers":
        """Of a problem, its mistakes and its starter."""
        problem, digest = bundle.problem, bundle.digest
        mistakes = [
            _report(problem, digest, {name: _mistaken(mistake) for name in mistake.fails})
            for mistake in problem.misconceptions
        ]
        every = [check.name for check in problem.checks]
        crash = _report(problem, digest, {name: _crashed() for name in every[: (len(every) + 1) // 2]})
        unwritten = _report(problem, digest, {name: _unwritten() for name in every})
        return cls(_report(problem, digest, {}), (*mistakes, crash, unwritten))

    def drawn(self, draw: Random, skill: float) -> Answer:
        """One of them. skill: how often it is right; half of those who err make the commonest mistake."""
        if draw.random() < skill:
            return self.right
        return self.wrong[0] if draw.random() < 0.5 else draw.choice(self.wrong)


def _mistaken(mistake: Misconception) -> dict[str, object]:
    cells = tuple(tuple((row * column) % 10 for column in range(20)) for row in range(20))
    worst = Worst((3, 7), "0.0912345", "0.1203456")
    picture = ErrorMap(("sample", "feature"), (20, 20), cells)
    wrong = Mismatch("", "dx", "values", "380 of 400 elements differ", 380, 400, 4300.0, worst, picture)
    return {
        "explanation": Explanation("misconception", mistake.hint, mistake.name),
        "mismatches": (wrong,),
    }


def _crashed() -> dict[str, object]:
    message = "shapes (20,8) and (20,4) not aligned: 8 (dim 1) != 20 (dim 0)"
    frame = Frame("mytorch/linear.py", 31, "backward", "        self.dW = self.x @ delta")
    said = f"ValueError in `backward`, at line 31 of mytorch/linear.py: {message}."
    return {
        "explanation": Explanation("exception", said),
        "error": StudentError("ValueError", message, (frame,)),
    }


def _unwritten() -> dict[str, object]:
    said = "`forward` is still to be written: it raises NotImplementedError."
    error = StudentError("NotImplementedError", "")
    return {"explanation": Explanation("not-implemented", said), "error": error}


def _report(problem: Problem, digest: str, failed: dict[str, dict[str, object]]) -> Answer:
    checks = tuple(_checks(problem.checks, failed))
    report = Report(
        problem=problem.slug,
        title=problem.title,
        bundle=digest,
        verdict=Verdict.FAILED if failed else Verdict.PASSED,
        points=problem.points,
        earned=sum(check.earned for check in checks),
        checks=checks,
        runtime=problem.runtime,
        device="cpu",
        box="namespaces",
        proposed=problem.proposed,
    )
    return Answer(report, msgspec.json.encode(report).decode(), by_visibility(report))


def _checks(checks: list[Check], failed: dict[str, dict[str, object]]) -> Iterator[CheckReport]:
    for check in checks:
        wrong = failed.get(check.name)
        yield CheckReport(
            name=check.name,
            title=check.title,
            points=check.points,
            earned=check.points if wrong is None else 0.0,
            verdict=Verdict.PASSED if wrong is None else Verdict.FAILED,
            visibility=check.visibility,
            **(wrong or {}),
        )
