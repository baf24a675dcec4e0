"""Printed text, folded for reading."""

from dataclasses import dataclass

from graders.text import plain_text

FIRST_LINES = 24
LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Printed:
    """Printed text folded for reading: its first lines, and the rest behind one click."""

    first: str
    rest: str
    lines: int

    @classmethod
    def of(cls, text: str) -> "Printed | None":
        """Fold `text`; None when nothing but blanks was printed."""
        if not text.strip():
            return None
        lines = [shortened(line) for line in plain_text(text).rstrip("\n").split("\n")]
        return cls("\n".join(lines[:FIRST_LINES]), "\n".join(lines[FIRST_LINES:]), len(lines))


def shortened(line: str) -> str:
    """Cut a very long line and say by how much."""
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:LONGEST_LINE]} … and {len(line) - LONGEST_LINE:,} more characters in this line"
