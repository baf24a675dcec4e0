"""Text that a stranger wrote, made plain: what a terminal or a browser would act on becomes visible.

A student's printed text, file names and exception messages may hold colour codes, control characters
and bidirectional overrides that turn a line around. Escaping HTML is the templates' work; this is the rest.
"""

import re
import unicodedata
from dataclasses import dataclass

ANSI = re.compile(r"[\x1b␛](?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b␇␛]*(?:[\x07␇]|[\x1b␛]\\)?)|\x1b[@-Z\\^_]")
"""Colour, cursor and title sequences (ECMA-48): dropped, for they say nothing in a page.

The engine shows an escape character as its picture, so a sequence may begin with that.
"""

JOINERS = "\u200c\u200d"
"""Zero-width joiners shape emoji and several scripts, so they stay."""

FIRST_LINES = 24
LONGEST_LINE = 2_000


def plain(text: str) -> str:
    """Drop terminal sequences, and show control and direction characters instead of obeying them."""
    text = ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(shown, text))


def plain_line(text: str) -> str:
    """Make plain text that must stay on one line, such as a file name."""
    return plain(text).replace("\n", "␤").replace("\t", "␉")


def shown(character: str) -> str:
    """Give the character itself, or how to show one that has no look of its own."""
    if character in "\n\t" or character in JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"⟨U+{code:04X}⟩"
    return character


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
        lines = [shortened(line) for line in plain(text).rstrip("\n").split("\n")]
        return cls("\n".join(lines[:FIRST_LINES]), "\n".join(lines[FIRST_LINES:]), len(lines))


def shortened(line: str) -> str:
    """Cut a very long line and say by how much."""
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:LONGEST_LINE]} … and {len(line) - LONGEST_LINE:,} more characters in this line"
