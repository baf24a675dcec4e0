"""The rounds of a check: it is asked once for each of its cases, on each of its seeds.

A copy of this file goes into every starter kit, so it keeps to Python 3.8.
"""

from __future__ import annotations

from typing import Iterator, NamedTuple, Sequence


class Round(NamedTuple):
    """One call of a check's function. name: what tells its arrays from other rounds'; "" for the only one.

    given: what the function is called with after `handin` and `rng`.
    """

    name: str
    seed: int
    given: tuple[str, ...]


def rounds(seed: int, seeds: int, cases: Sequence[str]) -> Iterator[Round]:
    """All rounds in order, each with a seed of its own; the first draws what an only one would."""
    for draw in range(seeds):
        drawn = [f"seed {draw + 1}"] if seeds > 1 else []
        for case in cases:
            yield Round(", ".join([case, *drawn]), seed, (case,))
            seed += 1
        if not cases:
            yield Round("".join(drawn), seed, ())
            seed += 1


def in_round(name: str, case: str) -> str:
    """The name of an exercise's own case within a round."""
    return ", ".join(part for part in (case, name) if part)
