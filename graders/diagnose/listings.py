"""What a student is told of lists and numbers that were read as arrays."""

from collections.abc import Iterator

from graders.answer import Answer
from graders.compare.naming import is_context
from graders.diagnose.wording import listed, ticked

NAMES = {"list": ("a list", "lists"), "tuple": ("a tuple", "tuples")}
NUMBER = ("a single number", "single numbers")


def listing_notes(answer: Answer) -> Iterator[str]:
    """A sentence for answers that were lists, one for tuples and one for numbers, where there were any."""
    found: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}
    for key, kind in answer.read_from.items():
        if not is_context(key):
            found.setdefault(NAMES.get(kind, NUMBER), {})[key[1]] = answer.arrays[key].shape
    for (one, many), shapes in found.items():
        names = listed(ticked(list(shapes)))
        if len(shapes) > 1:
            yield f"Your {names} are {many}; each was read as an array."
        else:
            yield f"Your {names} is {one}; it was read as {_spelled(*shapes.values())}."


def _spelled(shape: tuple[int, ...]) -> str:
    return f"an array of shape {shape}" if shape else "an array without axes"
