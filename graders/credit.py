"""How much of a check is right, where `credit` in problem.toml divides it."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from graders.answer import Key
from graders.problem import Check, Credit


class Part(NamedTuple):
    """So many of so many seeds, cases or arrays."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """The part of the points that this earns."""
        return self.right / self.total


def right_part(check: Check, due: Collection[Key], wrong: Collection[Key]) -> Part:
    """The seeds, cases or arrays of which nothing is wrong; one of one, or none, without `credit`.

    due: the arrays that were asked for. wrong: those of them that are not right, and what was answered
    beside them. A case is right if it is on every seed, and an array if it is in every case.
    """
    part = PARTS[check.credit]
    parts = {part(key, check) for key in due}
    spoiled = {part(key, check) for key in wrong}
    return Part(len(parts - spoiled), len(parts | spoiled))


def describe_part(check: Check, part: Part) -> str:
    """What is right of a check that is right in part, and what that earns."""
    verb = "is" if part.right == 1 else "are"
    earned = f"{part.share * check.points:.4g} of {check.points:g} points"
    return f"{part.right} of {part.total} {check.credit.value}s {verb} right, which earns {earned}."


def _whole(key: Key, check: Check) -> str:
    return ""


def _seed(key: Key, check: Check) -> str:
    return key[0].rpartition(", ")[2]


def _case(key: Key, check: Check) -> str:
    return key[0].rpartition(", ")[0] if check.seeds > 1 else key[0]


def _array(key: Key, check: Check) -> str:
    return key[1]


PARTS: dict[Credit, Callable[[Key, Check], str]] = {
    Credit.ALL: _whole,
    Credit.SEED: _seed,
    Credit.CASE: _case,
    Credit.ARRAY: _array,
}
