"""What of a report a viewer may read."""

from collections.abc import Collection

from msgspec.structs import replace

from graders.problem import Visibility
from graders.report import Report, Verdict


def shown(report: Report, seen: Collection[Visibility]) -> Report:
    """The report over the checks that the viewer sees: nothing in it, its points and verdict included,
    tells of the others.
    """
    checks = tuple(check for check in report.checks if check.visibility in seen)
    passed = all(check.verdict is Verdict.PASSED for check in checks)
    return replace(
        report,
        checks=checks,
        verdict=Verdict.PASSED if passed else Verdict.FAILED,
        points=sum(check.points for check in checks),
        earned=sum(check.earned for check in checks),
    )
