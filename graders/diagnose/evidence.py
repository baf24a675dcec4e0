"""All that is known of one failed check."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graders.answer import Answer, Arrays, Key
from graders.compare.naming import is_context
from graders.cost import Excess
from graders.problem import Check, Misconception
from graders.report import Mismatch


@dataclass(frozen=True)
class Evidence:
    """What an explanation may be drawn from.

    expected: the reference's arrays, context (names with an underscore) included. mismatches: what
    `compare_answer` found. wrong_solutions: the arrays of every known wrong solution, asked for only
    when they matter, since they may have to be computed. runtime: the one that the box is made from.
    excess: what the answer cost too much beside the reference.
    """

    check: Check
    answer: Answer
    expected: Arrays
    mismatches: tuple[Mismatch, ...]
    wrong_solutions: Callable[[], Iterable[tuple[Misconception, Arrays]]]
    runtime: str = "numpy"
    excess: Excess | None = None

    @property
    def due(self) -> list[Key]:
        """The arrays that are compared, in the order of the exercise."""
        return [key for key in self.expected if not is_context(key)]

    def wrong(self, *kinds: str) -> Iterator[Mismatch]:
        """The mismatches of these kinds, in the order of the exercise."""
        return (mismatch for mismatch in self.mismatches if mismatch.kind in kinds)
