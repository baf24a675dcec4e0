"""Reports as a table for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graders.report import CheckReport, Report, Verdict
from graders.text import plain_text

MARKS = {Verdict.PASSED: ("✓", "green"), Verdict.FAILED: ("✗", "red"), Verdict.FAULT: ("!", "yellow")}


def report_table(reports: Sequence[Report]) -> RenderableType:
    """Every check with its points and, for a failed one, the reason."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for report in reports:
        title, scored = Text(report.title, style="bold"), Text(scored_as(report), style="bold")
        table.add_row("", title, scored, said_of(report))
        for check in report.checks:
            table.add_row(*check_row(check))
    return Group(table, Text(f"\n{total(reports)}", style="bold"))


def scored_as(report: Report) -> str:
    """A problem's points; nothing is earned yet of what a person reads."""
    waits = report.verdict is Verdict.WAITING
    return f"? / {report.points:g}" if waits else points(report.earned, report.points)


def said_of(report: Report) -> Text:
    """Our failure, or what people have to do with the points, and what they cannot read."""
    if report.fault:
        return Text(report.fault, style="yellow")
    by_people = ""
    if report.verdict is Verdict.WAITING:
        by_people = "Waits for a person, who reads it and gives the points."
    elif report.proposed:
        by_people = "A proposal: a person confirms or changes it."
    return Text(plain_text("\n".join(filter(None, [by_people, *report.notes]))))


def total(reports: Sequence[Report]) -> str:
    """The sum of what a machine judged, and how much waits for people."""
    judged = [report for report in reports if report.verdict is not Verdict.WAITING]
    waiting = sum(report.points for report in reports) - sum(report.points for report in judged)
    if waiting and not judged:
        return f"{waiting:g} points wait for a person."
    said = f"Total {points(sum(r.earned for r in judged), sum(r.points for r in judged))}"
    return f"{said}; {waiting:g} more points wait for a person." if waiting else said


def check_row(check: CheckReport) -> tuple[Text, Text, str, Text]:
    """The cells of one check: a mark, its name, its points, and what there is to say."""
    mark, colour = MARKS[check.verdict]
    scored = points(check.earned, check.points) if check.points else "diagnostic"
    return Text(mark, style=colour), Text(f"  {check.name}"), scored, Text(plain_text(why(check)))


def why(check: CheckReport) -> str:
    """The explanation, the student's own line where it broke, and the notes."""
    said = [check.explanation.sentence] if check.explanation else []
    if check.error and check.error.frames:
        frame = check.error.frames[-1]
        said.append(f"{frame.path}:{frame.line}: {frame.source.strip()}")
    return "\n".join([*said, *check.notes])


def points(earned: float, most: float) -> str:
    """Write 7 of 15 as people do."""
    return f"{earned:g} / {most:g}"
