"""How sentences name things."""

from collections.abc import Sequence

SHOWN = 3
LONGEST = 200


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence: "a, b and c"; of many the first few and how many more."""
    if len(names) > SHOWN + 1:
        return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def be(names: Sequence[str]) -> str:
    """ "is" or "are", as these names need it."""
    return "is" if len(names) == 1 else "are"


def ticked(names: Sequence[str]) -> list[str]:
    """Names in backticks, each once."""
    return [f"`{name}`" for name in dict.fromkeys(names)]


def titled(cases: Sequence[str]) -> str:
    """Cases by their titles: "first call" and "second call"."""
    return listed([f'"{case}"' for case in dict.fromkeys(cases)])


def one_line(text: str) -> str:
    """A student's text, fit for a sentence: printable, on one line and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 10 * LONGEST]).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def ended(text: str) -> str:
    """A sentence with its full stop, if it has no other."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
