"""What came of the mutants: a table of the files, the survivors with their reasons, and the shares."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.bench.mutants.mutate import LINE, TOKEN, Mutant

LEAST_SHARE = 0.95
"""The part of the mutants that change a result which must be noticed."""


class Tried(NamedTuple):
    """A mutant of a file, and the check that noticed it. reason: why it is the same program, if it is."""

    path: str
    mutant: Mutant
    noticed: str
    reason: str


def tell(tried: Sequence[Tried], stale: Sequence[tuple[str, ...]], console: Console) -> int:
    """Print a table of the files, then the survivors; 1 where one has no reason or a share is too small."""
    console.print(table(tried))
    survivors = [one for one in tried if not one.noticed]
    for one in survivors:
        mark = "[green]same[/]" if one.reason else "[red]unseen[/]"
        place = f"{one.path}:{one.mutant.line}: {one.mutant.text} ({one.mutant.change})"
        why = one.reason or "No check notices."
        console.print(f"{mark} {escape(place)}\n     {escape(why)}", highlight=False, soft_wrap=True)
    for key in stale:
        console.print(f"[red]stale[/] equivalent.toml: {escape(' | '.join(key))}", highlight=False)
    unseen = sum(not one.reason for one in survivors)
    shares = [share([one for one in tried if one.mutant.kind == kind]) for kind in (LINE, TOKEN)]
    lines, tokens = (f"{one:.1%}" for one in shares)
    console.print(f"Noticed of those that change a result: {lines} of lines left out, {tokens} of tokens.")
    return int(bool(unseen or stale) or min(shares) < LEAST_SHARE)


def share(tried: Sequence[Tried]) -> float:
    """How many of the mutants that change a result are noticed."""
    counted = [one for one in tried if one.noticed or not one.reason]
    return sum(bool(one.noticed) for one in counted) / len(counted) if counted else 1.0


def table(tried: Sequence[Tried]) -> Table:
    """One row a file."""
    rows = Table(box=None, title="Mutants of the references", title_justify="left")
    headings = ("", "lines left out", "noticed", "same", "tokens", "noticed", "same", "unseen")
    for heading in headings:
        rows.add_column(heading, justify="right" if heading else "left")
    for path in dict.fromkeys(one.path for one in tried):
        cells = []
        of_file = [one for one in tried if one.path == path]
        for kind in (LINE, TOKEN):
            of_kind = [one for one in of_file if one.mutant.kind == kind]
            same = sum(not one.noticed and bool(one.reason) for one in of_kind)
            cells += [len(of_kind), sum(bool(one.noticed) for one in of_kind), same]
        unseen = sum(not one.noticed and not one.reason for one in of_file)
        rows.add_row(path, *map(str, (*cells, unseen)))
    return rows
