"""The two ends of the scale: the reference earns everything, the starter next to nothing."""

from collections.abc import Sequence
from itertools import chain

from graders.proof.proof import Finding
from graders.report import CheckReport, Report, Verdict

STARTER_SHARE = 0.1
"""The part of the points that the files students start from may earn."""


def about_reference(reports: Sequence[Report]) -> Finding:
    """Graded like a student's, on each seed, the reference passes every check, diagnostics too."""
    lost = list(chain.from_iterable(map(lost_checks, reports)))
    numbers = {"seeds": float(len(reports)), "points": reports[0].points}
    if not lost:
        sentence = f"earns all {reports[0].points:g} points on {len(reports)} seeds."
        return Finding("reference", True, sentence, numbers)
    sentence = (
        f"reference/ fails {lost[0].name}: {said(lost[0])} Mend reference/, or the check in its exercise."
    )
    return Finding("reference", False, sentence, numbers)


def about_starter(report: Report) -> Finding:
    """The starter earns at most a tenth of the points, or handing it in would pay."""
    passed = report.earned <= STARTER_SHARE * report.points
    sentence = f"earns {report.earned:g} of {report.points:g} points."
    if not passed:
        paid = ", ".join(check.name for check in report.checks if check.earned)
        sentence = (
            f"starter/ earns {report.earned:g} of {report.points:g} points, by {paid}, and may earn "
            f"{STARTER_SHARE * report.points:g}: take the solution out of it, or ask more in that check."
        )
    return Finding("starter", passed, sentence, {"earned": report.earned, "points": report.points})


def lost_checks(report: Report) -> list[CheckReport]:
    """The checks that did not pass."""
    return [check for check in report.checks if check.verdict is not Verdict.PASSED]


def said(check: CheckReport) -> str:
    """What a student would be told of a check, in quotes."""
    return f'"{check.explanation.sentence}"' if check.explanation else "without a word."
