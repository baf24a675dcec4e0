"""A report as a student may see it, now."""

from msgspec.structs import replace

from graders.grading import OUR_FAULT
from graders.problem import Visibility
from graders.report import CheckReport, Report, Verdict


def student_view(report: Report, deadline_passed: bool) -> Report:
    """The report without the outcomes of checks that are hidden, for now or for good.

    Such a check keeps its name and points, with the verdict `withheld`; its points are in no sum, or the
    sum would tell. Nothing is called passed as long as something is withheld that may have failed.
    """
    if report.verdict is Verdict.WAITING:
        # It holds no check that anything could be hidden in.
        return report
    checks = tuple(check if _shown(check, deadline_passed) else _withheld(check) for check in report.checks)
    withheld = [check for check in checks if check.verdict is Verdict.WITHHELD]
    return replace(
        report,
        checks=checks,
        verdict=_verdict(report, checks),
        points=sum(check.points for check in checks if check.verdict is not Verdict.WITHHELD),
        earned=sum(check.earned for check in checks),
        seconds=sum(check.seconds for check in checks),
        notes=report.notes + ((_note(withheld),) if withheld else ()),
        fault=OUR_FAULT if report.fault else "",
    )


def _shown(check: CheckReport, deadline_passed: bool) -> bool:
    if check.visibility is Visibility.AFTER_DEADLINE:
        return deadline_passed
    return check.visibility is Visibility.VISIBLE


def _withheld(check: CheckReport) -> CheckReport:
    return CheckReport(
        name=check.name,
        title=check.title,
        points=check.points,
        earned=0.0,
        verdict=Verdict.WITHHELD,
        visibility=check.visibility,
    )


def _verdict(report: Report, checks: tuple[CheckReport, ...]) -> Verdict:
    if report.verdict is Verdict.FAULT:
        return Verdict.FAULT
    verdicts = [check.verdict for check in checks if check.points]
    if Verdict.FAILED in verdicts:
        return Verdict.FAILED
    return Verdict.WITHHELD if Verdict.WITHHELD in verdicts else Verdict.PASSED


def _note(withheld: list[CheckReport]) -> str:
    points = sum(check.points for check in withheld)
    checks = "1 check" if len(withheld) == 1 else f"{len(withheld)} checks"
    return f"{checks} worth {points:g} points: not shown here, passed or failed, and in no sum."
