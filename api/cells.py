"""Tables as files: written so that no spreadsheet takes a cell for a formula, and read back as they were.

A cell that begins with = + - or @ is a formula to a spreadsheet, and somebody chose their own name. An
apostrophe before it makes it text, which is how spreadsheets themselves keep such a cell.
Source: OWASP, CSV injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Before the text of a file: without it Excel takes UTF-8 for the machine's old code page."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_GUARDED = re.compile(r"'+\s*[=+\-@＝＋－＠]")


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet calculates."""
    return f"'{text}" if _FORMULA.match(text) or _GUARDED.match(text) else text


def unguarded(cell: str) -> str:
    """The text that a cell was made from."""
    return cell[1:] if _GUARDED.match(cell) else cell


def as_csv(rows: Iterable[Sequence[str | float | None]]) -> str:
    """Rows as CSV (RFC 4180), with every text guarded; numbers stay numbers, and None is empty."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue()


def number(value: float) -> str:
    """A number without needless digits and with a point: 5, 7.5, 33.33."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else number(value)
