"""What was measured, as tables to read."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tests.bench.aims import aim_cell
from tests.bench.breakdown import Breakdown
from tests.bench.grading import Compared
from tests.bench.homework import SCORED
from tests.bench.kinds import DESCRIBED
from tests.bench.start_up import Missing, StartUp


def start_up_table(measured: Iterable[StartUp | Missing]) -> RenderableType:
    """A line for each kind, runtime and way; then what this machine cannot make."""
    table = _table(
        "Start-up, task sent → first step begins, in ms; jobs in a second",
        "box", "runtime", "median", "p95", "starts", "aim", "jobs/s, one by one", "two at a time",
    )  # fmt: skip
    missing = []
    for one in measured:
        if isinstance(one, Missing):
            missing.append(Text(f"No {one.kind} here: {one.sentence}"))
            continue
        start = one.start
        cells = (_ms(start.median), _ms(start.p95), str(start.count), aim_cell(one.aim, 1e3 * start.median))
        jobs = (f"{one.one_at_a_time:.1f}", f"{one.two_at_a_time:.1f}")
        table.add_row(DESCRIBED[one.kind, one.ahead], one.runtime, *cells, *jobs)
    return Group(table, *missing)


def grading_table(compared: Compared) -> RenderableType:
    """A line for each way of doing one handin's checks."""
    wrong = f", {compared.wrong} of {SCORED} scored checks wrong" if compared.wrong else ""
    table = _table(f"HW1P1, {compared.handin}{wrong}", "", "ms", "× bare", "least", "most", "aim")
    for way in compared.ways:
        times = way.times_bare
        cells = (f"{one:.2f}" for one in (times.median, times.least, times.most))
        table.add_row(way.what, _ms(way.seconds.median), *cells, aim_cell(way.aim, times.median))
    return table


def breakdown_table(broken: Sequence[Breakdown]) -> RenderableType:
    """A line for each part; a column of milliseconds for each handin."""
    table = _table(
        "One boxed grading, all checks: where the milliseconds go", "", *(one.handin for one in broken)
    )
    for part in broken[0].parts:
        table.add_row(part, *(f"{1e3 * one.parts[part]:.2f}" for one in broken))
    table.add_section()
    table.add_row("the whole", *(f"{1e3 * one.whole:.2f}" for one in broken))
    table.add_row("wrong checks, diagnostics included", *(str(one.failed) for one in broken))
    table.add_row("children", *(f"{one.children:g}" for one in broken))
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, min_width=len(title))
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="left" if heading in ("runtime", "aim") else "right")
    return table


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.1f}"
