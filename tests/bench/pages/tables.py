"""The figures of pages as a table to read: the slowest first, the aim beside them, growing counts flagged."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tests.bench.pages.asking import Asked
from tests.bench.pages.crowd import Size

AIM_MS = 200.0
"""What a page may take at the server, on two processors."""
OK = 200
SHOWN = 40
"""The slowest; of the others only those are shown whose queries grow."""

Counts = Mapping[tuple[str, str], int]
"""Route and role → queries, in a smaller class."""


def tables(title: str, asked: Sequence[Asked], smaller: Counts, sizes: tuple[Size, Size]) -> RenderableType:
    """A line for each page and role; what took longest stands first."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, min_width=len(title))
    headings = ("page", "role", "status", "median ms", "p95", "cpu ms", "aim", "queries", "of fewer", "KiB")
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("page", "role", "aim") else "right")
    read = sorted((one for one in asked if one.status == OK), key=lambda one: -one.median)
    for one in read:
        before = smaller.get((one.route, one.role))
        grows = before is not None and one.queries > before
        if not grows and one not in read[:SHOWN]:
            continue
        table.add_row(
            one.route, one.role, str(one.status), f"{one.median:.0f}", f"{one.p95:.0f}", f"{one.cpu:.0f}",
            "met" if one.median < AIM_MS else "MISSED",
            f"{one.queries}{' GROWS' if grows else ''}", "" if before is None else str(before),
            f"{one.kilobytes:.0f}",
        )  # fmt: skip
    few, many = sizes
    note = (
        f"The slowest {min(SHOWN, len(read))} of {len(read)} pages and lists that may be read by these roles "
        f"({len(asked) - len(read)} are refused to them). Aim: a median of less than {AIM_MS:g} ms. Queries "
        f"of {many.students:,} students beside those of {few.students:,}: where they GROW, more of them "
        "are needed for more students."
    )
    return Group(table, Text(note))
