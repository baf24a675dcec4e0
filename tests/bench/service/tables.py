"""The figures as tables to read, with the aims beside them."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tests.bench.service.figures import (
    GRADED_PER_SECOND,
    SLOWEST_SECONDS,
    UPLOAD_P99_MS,
    Deadline,
    Percentiles,
    Run,
    Rush,
)


def tables(runs: Sequence[Run]) -> RenderableType:
    """What was asked for; a line for each number of workers."""
    shown: list[RenderableType] = []
    rushes = [(run, run.rush) for run in runs if run.rush]
    deadlines = [(run, run.deadline) for run in runs if run.deadline]
    if rushes:
        shown += [rush_table(rushes), "", *(_busy(run, rush.shares) for run, rush in rushes)]
    if deadlines:
        shown += [deadline_table(deadlines), "", *(_notes(run, told) for run, told in deadlines)]
        shown += [_busy(run, told.shares) for run, told in deadlines]
    return Group(*shown, *(Text(_stored(run)) for run in runs))


def rush_table(rushes: Sequence[tuple[Run, Rush]]) -> Table:
    """As much as goes through."""
    first = rushes[0][1]
    table = _table(
        f"A rush of {first.handins} handins, {first.at_once} uploads at a time",
        "server", "workers", "accepted/s", "graded/s", "aim", "per core", "× the first",
    )  # fmt: skip
    for run, rush in rushes:
        cells = (f"{rush.accepted:.1f}", f"{rush.graded:.2f}", _least(rush.graded, GRADED_PER_SECOND))
        table.add_row(
            run.server, str(run.workers), *cells,
            f"{rush.graded_per_core:.2f}", f"{rush.graded / first.graded:.2f}",
        )  # fmt: skip
    if any(rush.together for _, rush in rushes):
        table.caption = "Accepted and graded at the same time: each took from the other."
        table.caption_justify = "left"
    return table


def deadline_table(deadlines: Sequence[tuple[Run, Deadline]]) -> Table:
    """Waits at a deadline."""
    first = deadlines[0][1]
    table = _table(
        f"{first.students} students in {first.minutes:.1f} minutes, {first.busiest} in the fullest second",
        "server", "workers", "accepted", "refused", "POST p50 ms", "p95", "p99", "aim",
        "POST → score p50 s", "p95", "p99", "slowest request s", "aim",
    )  # fmt: skip
    for run, told in deadlines:
        slowest = told.slowest.seconds
        table.add_row(
            run.server, str(run.workers), str(told.accepted), str(told.refused),
            *_cells(told.posts, 1e3, 0), _most(1e3 * told.posts.p99, UPLOAD_P99_MS),
            *_cells(told.scores, 1, 1), f"{slowest:.2f}", _most(slowest, SLOWEST_SECONDS),
        )  # fmt: skip
    return table


def _notes(run: Run, told: Deadline) -> Text:
    return Text(
        f"{run.workers} workers: the slowest request was a {told.slowest.kind} ({told.slowest.status}); "
        f"the generator sent its requests {1e3 * told.lag.p99:.0f} ms late (p99; at most "
        f"{1e3 * told.lag.most:.0f}), which counts as the server's.\n"
    )


def _busy(run: Run, shares: Mapping[str, float]) -> Text:
    told = ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
    return Text(f"{run.workers} workers: processors kept busy meanwhile: {told}.\n")


def _stored(run: Run) -> str:
    stored = run.stored
    return (
        f"{run.workers} workers: a submission takes {stored.database / 1024:.1f} KiB of the database and "
        f"{stored.files / 1024:.1f} KiB of files."
    )


def _cells(taken: Percentiles, times: float, digits: int) -> list[str]:
    return [f"{times * each:.{digits}f}" for each in (taken.p50, taken.p95, taken.p99)]


def _most(figure: float, aim: float) -> str:
    return f"< {aim:g} {'met' if figure < aim else 'MISSED'}"


def _least(figure: float, aim: float) -> str:
    return f"≥ {aim:g} {'met' if figure >= aim else 'MISSED'}"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, min_width=len(title))
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("server", "aim") else "right")
    return table
