"""Names of arrays: as a student knows them, and names that were probably meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from graders.answer import Key

ALIKE = 0.75
"""How alike two spellings must be (difflib's ratio) for one to be taken for the other."""


def quoted(key: Key) -> str:
    """An array as sentences name it: `dW`, or `dW` of "second call"."""
    case, name = key
    return f'`{name}` of "{case}"' if case else f"`{name}`"


def is_context(key: Key) -> bool:
    """Whether an array is there for diagnosis only, never compared."""
    return key[1].startswith("_")


def match_misnamed(absent: Iterable[Key], extra: Iterable[Key]) -> dict[Key, Key]:
    """Extra array → the absent one of the same case that it was probably meant to be."""
    left = list(absent)
    meant = {}
    for answered in extra:
        likely = [key for key in left if key[0] == answered[0] and _likeness(key, answered) >= ALIKE]
        if likely:
            meant[answered] = max(likely, key=lambda key: _likeness(key, answered))
            left.remove(meant[answered])
    return meant


def _likeness(first: Key, second: Key) -> float:
    one, other = (key[1].casefold().replace("_", "").replace(" ", "") for key in (first, second))
    return SequenceMatcher(None, one, other).ratio()
