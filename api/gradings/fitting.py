"""Whether a report fits its problem: the checks, and what each may earn, are the bundle's own."""

import math

from api.db.models import BundleVersion
from graders.errors import GraderFault
from graders.problem import Problem
from graders.report import CheckReport, Report, Verdict


class ReportRefused(GraderFault):
    """A report does not fit the grading that it claims to settle."""


def check_origin(report: Report, version: BundleVersion) -> None:
    """Raise ReportRefused for a report on anything else than was asked for."""
    if report.bundle != version.digest:
        raise ReportRefused(f"The report on {version.title} is about another bundle.")
    if report.problem != version.problem.slug:
        raise ReportRefused(f"The report on {version.title} is about another problem.")


def check_points(problem: Problem, report: Report) -> None:
    """Raise ReportRefused for a report that changes what the bundle's checks are worth."""
    told = {check.name: check for check in report.checks}
    if len(told) != len(report.checks) or set(told) != {check.name for check in problem.checks}:
        raise ReportRefused(f"The report on {problem.slug} does not hold each of its checks once.")
    for check in problem.checks:
        _check_one(told[check.name], check.points)
        if told[check.name].visibility is not check.visibility:
            raise ReportRefused(f"The report changes who may see check {check.name}.")
    earned = sum(check.earned for check in report.checks)
    if not (_alike(report.earned, earned) and _alike(report.points, problem.points)):
        raise ReportRefused(f"The report on {problem.slug} does not add up.")


def is_fault(report: Report) -> bool:
    """Whether we failed, so that it is no result."""
    return Verdict.FAULT in (report.verdict, *(check.verdict for check in report.checks))


def by_visibility(report: Report) -> dict[str, float]:
    """Visibility → points earned by the checks of that visibility."""
    earned = dict.fromkeys((check.visibility.value for check in report.checks), 0.0)
    for check in report.checks:
        earned[check.visibility.value] += check.earned
    return earned


def _check_one(check: CheckReport, points: float) -> None:
    if check.points != points or not 0 <= check.earned <= points:
        raise ReportRefused(
            f"Check {check.name} is worth {points:g}, not {check.earned:g} of {check.points:g}."
        )


def _alike(told: float, right: float) -> bool:
    return math.isclose(told, right, rel_tol=1e-9, abs_tol=1e-9)
