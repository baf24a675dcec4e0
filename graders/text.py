"""Text that a stranger wrote, made plain: what a terminal or a browser would act on becomes visible.

A student's printed text, file names and exception messages may hold colour codes, control characters
and bidirectional overrides that turn a line around. Escaping HTML is the templates' work; this is the rest.
"""

import re
import unicodedata

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
"""Colour, cursor and title sequences (ECMA-48): dropped whole, for they say nothing to a reader."""

JOINERS = "\u200c\u200d"
"""Zero-width joiners shape emoji and several scripts, so they stay."""

_ODD = re.compile(r"[^\n\t -~]+")
"""Runs of anything beyond ASCII's own letters and signs: a look at each character takes a while."""


def plain_text(text: str) -> str:
    """Drop terminal sequences, and show control and direction characters instead of obeying them.

    Lines end in newlines alone. Plain text stays as it is when it is made plain again.
    """
    text = ANSI.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ODD.sub(_made_plain, text)


def plain_line(text: str) -> str:
    """Make plain text that must stay on one line, such as a file name."""
    return plain_text(text).replace("\n", "␤").replace("\t", "␉")


def _made_plain(run: re.Match[str]) -> str:
    text = run.group()
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"⟨U+{code:04X}⟩"
    return character
