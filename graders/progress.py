"""How far a grading is."""

from msgspec import Struct


class Progress(Struct, frozen=True):
    """A check got its verdict: `number` of `total` in this job, counted from 1."""

    problem: str
    check: str
    number: int
    total: int
