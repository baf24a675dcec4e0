"""What the demo prints: student × problem, and the first reason of each failure."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.demo_students import Student
from graders.assignment import Assignment
from graders.text import plain_text

NARROW = 5
"""Letters of a problem's name that head its column."""


def score_table(students: Sequence[Student], homework: Assignment) -> RenderableType:
    """A row a student, a column a problem; what is not graded yet says how it stands."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("handin", no_wrap=True)
    for bundle in homework.bundles:
        table.add_column(f"{bundle.problem.slug[:NARROW]}\n{bundle.problem.points:g}", justify="right")
    table.add_column(f"total\n{homework.points:g}", justify="right")
    table.add_column("", no_wrap=True)
    for student in students:
        table.add_row(student.name, *row(student, homework))
    return table


def row(student: Student, homework: Assignment) -> list[str | Text]:
    """One student's cells."""
    if not student.told:
        return [*["·"] * (len(homework.bundles) + 1), "handing in"]
    earned = student.earned
    cells = [f"{earned[b.problem.slug]:g}" if b.problem.slug in earned else "·" for b in homework.bundles]
    total = Text(f"{sum(earned.values()):g}", style="bold")
    return [*cells, total, standing(student)]


def standing(student: Student) -> Text:
    """Queued, running, or whether the result is what it must be."""
    if not student.done:
        ahead = student.told.get("ahead")
        return Text(student.told["state"] + (f", {ahead} ahead" if ahead else ""), style="dim")
    return Text("✓ as it must be", "green") if student.as_expected else Text("✗ unexpected", "red")


def hints(students: Sequence[Student]) -> RenderableType:
    """The first failure of every student who lost points, with its reason."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for student in students:
        failed = next(failures(student), None)
        if failed:
            problem, check = failed
            said = (check["explanation"] or {}).get("sentence", "")
            table.add_row(student.name, Text(plain_text(f"{problem} / {check['name']}: {said}")))
    return table


def failures(student: Student) -> Any:
    """Every check that did not pass and is worth points: its problem's slug, and itself."""
    for problem in student.told.get("problems", []):
        for check in (problem["report"] or {}).get("checks", []):
            if check["verdict"] != "passed" and check["points"]:
                yield problem["problem"], check
