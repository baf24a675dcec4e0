"""Which arrays answer successive calls: cases "first" and "second", arrays `dW of call 1` and so on."""

import re
from collections.abc import Iterable

from graders.answer import Key

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

# A bare number may be that of a layer, so a number counts only after one of these words.
_CALL = re.compile(
    r"(?:call|step|batch|pass|epoch|iteration|round|time)[ _]?(\d+)"
    rf"|\b({'|'.join(ORDINALS)})\b",
    re.IGNORECASE,
)

Call = tuple[Key, int]
"""The key with its number taken out, equal for all calls of one array, and the number."""


def call_of(key: Key) -> Call | None:
    """Which call an array answers, by its case's name or else its own; None if neither says."""
    case, name = key
    if found := _number(case):
        return (found[0], name), found[1]
    if found := _number(name):
        return (case, found[0]), found[1]
    return None


def earlier_calls(key: Key, keys: Iterable[Key]) -> list[Key]:
    """The same array in earlier calls, in their order."""
    this = call_of(key)
    if this is None:
        return []
    calls = [(call[1], other) for other in keys if (call := call_of(other)) and call[0] == this[0]]
    return [other for number, other in sorted(calls) if number < this[1]]


def _number(text: str) -> tuple[str, int] | None:
    """A text with the number of its call taken out, and the number."""
    found = _CALL.search(text)
    if not found:
        return None
    number = int(found[1]) if found[1] else ORDINALS.index(found[2].casefold()) + 1
    return f"{text[: found.start()]}#{text[found.end() :]}", number
