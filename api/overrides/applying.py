"""What overrides make of a machine's report. Nothing here asks a database.

An override holds for its check by name, in whatever version of the bundle the grading is of. Where a
version has no check of that name, the override still counts: by the points that the person added to the
machine's, or took from them. It is then called stranded, and staff are told to move or withdraw it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.db.models import Override
from graders.report import CheckReport, Report


@dataclass(frozen=True)
class Applied:
    """What the checks earn with overrides.

    by: visibility → points added; stranded: how many have no check.
    """

    earned: float
    by: Mapping[str, float]
    stranded: int


def holding(overrides: Iterable[Override]) -> dict[str, Override]:
    """Check → the override that holds, of rows in the order in which they were made."""
    last = {override.check_name: override for override in overrides}
    return {name: override for name, override in last.items() if override.earned is not None}


def counted(override: Override, check: CheckReport | None) -> float:
    """The points of an override that count; a check that is worth less now earns no more than that."""
    earned = override.earned or 0.0
    return min(earned, check.points) if check else earned


def difference(override: Override, check: CheckReport | None) -> float:
    """The points that an override adds to the machine's, or takes from them."""
    if check is None:
        return (override.earned or 0.0) - override.machine
    return counted(override, check) - check.earned


def apply(report: Report, overrides: Mapping[str, Override]) -> Applied:
    """Add up a report with the overrides that hold; no problem earns less than nothing or more than all."""
    checks = {check.name: check for check in report.checks}
    by: defaultdict[str, float] = defaultdict(float)
    for name, override in overrides.items():
        check = checks.get(name)
        by[(check or override).visibility.value] += difference(override, check)
    total = report.earned + sum(by.values())
    return Applied(min(max(total, 0.0), report.points), dict(by), len(stranded(report, overrides)))


def stranded(report: Report, overrides: Mapping[str, Override]) -> Sequence[Override]:
    """The overrides that hold of checks that the report does not have."""
    names = {check.name for check in report.checks}
    return [override for name, override in overrides.items() if name not in names]
