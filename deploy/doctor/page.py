"""An examination as a page for a terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.doctor.examination import Examination
from graders.text import plain_text
from worker.sandbox.machine.finding import Chapter, Finding, Mark

MARKS = {
    Mark.OK: ("✓", "green"),
    Mark.BETTER: ("~", "yellow"),
    Mark.MISSING: ("✗", "red"),
    Mark.FACT: ("·", "dim"),
}
_STYLES = {Mark.BETTER: "yellow", Mark.MISSING: "red", Mark.FACT: "dim", Mark.OK: ""}
LEGEND = "✓ as it should be   ~ could be better   ✗ missing   · a fact"


def page(examination: Examination) -> RenderableType:
    """Every chapter, what the marks mean, and the verdict as the last line."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for chapter in examination.chapters:
        _add(table, chapter)
    colour = "green" if examination.usable else "red"
    return Group(table, Text(f"\n{LEGEND}", style="dim"), Text(examination.verdict, style=f"bold {colour}"))


def _add(table: Table, chapter: Chapter) -> None:
    table.add_row(Text(chapter.title, style="bold"), "")
    for finding in chapter.findings:
        table.add_row(_named(finding), Text(plain_text(finding.says), style=_STYLES[finding.mark]))


def _named(finding: Finding) -> Text:
    mark, colour = MARKS[finding.mark]
    return Text.assemble((mark, colour), f" {finding.name}")
