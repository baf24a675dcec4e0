"""Reports for tests of pages."""

from typing import Any

from graders.report import CheckReport, Report, Verdict


def check(name: str = "forward", *, passed: bool = True, points: float = 5, **more: Any) -> CheckReport:
    """Make a check that passed with all of its points or failed with none."""
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    fields = {"title": name.capitalize(), "earned": points if passed else 0.0, "verdict": verdict} | more
    return CheckReport(name=name, points=points, **fields)


def report(
    *checks: CheckReport, problem: str = "linear", verdict: Verdict | None = None, **more: Any
) -> Report:
    """Make the report of a problem that has these checks."""
    passed = all(one.verdict is Verdict.PASSED for one in checks)
    return Report(
        problem=problem,
        title=problem.capitalize(),
        bundle="0" * 64,
        verdict=verdict or (Verdict.PASSED if passed else Verdict.FAILED),
        points=sum(one.points for one in checks),
        earned=sum(one.earned for one in checks),
        checks=checks,
        runtime="numpy",
        device="cpu",
        box="namespaces",
        **more,
    )
