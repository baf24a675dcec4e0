"""Files of a handin as text that people read and point at, line by line."""

from api.submissions.files import shown_picture
from graders.text import plain_text
from graders.written import is_pdf

MOST_BYTES = 1_000_000
"""A larger file is only saved."""

BINARY = frozenset(range(32)) - {9, 10, 12, 13, 27}
"""Bytes that no text holds."""

LOOKED = 8_000
"""Bytes of a file in which a byte that no text holds is looked for."""


def lines_of(data: bytes) -> list[str]:
    """The lines of a file, in which what would turn one around or hide in it is made visible."""
    lines = plain_text(data.decode(errors="replace")).split("\n")
    return lines if lines[-1] else lines[:-1]


def why_not_shown(data: bytes) -> str:
    """Why a file's text is not shown, in a sentence; "" where it is."""
    if not data:
        return "The file is empty."
    if is_pdf(data):
        return "This is a PDF: open it in a window of its own."
    if BINARY & set(data[:LOOKED]):
        return "This is no text: save it to look at it."
    if len(data) > MOST_BYTES:
        return "This file is too long to be shown here: save it to read it."
    return ""


def count_lines(data: bytes) -> int:
    """How many lines of a file can be pointed at; 0 where none is shown."""
    if shown_picture(data) is not None or why_not_shown(data):
        return 0
    return len(lines_of(data))
