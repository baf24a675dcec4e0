"""What one box said of one check, gathered from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graders.box import Ended, Raised, Withheld
from graders.cost import Cost

Key = tuple[str, str]
"""(case, array name); case is "" where an exercise has only one."""

Arrays = dict[Key, NDArray[np.generic]]


class Solved(NamedTuple):
    """What a solution answers to a check, as it is kept. cost: the least seen, where it is measured."""

    arrays: Arrays
    cost: Cost | None = None


@dataclass
class Answer:
    """Arrays that passed the gate, and everything else that was said while the check ran.

    refused: arrays whose bytes the gate would not read, with the reason. read_from: the types of what was
    answered in place of some arrays and read as if it were one: "list", "float". changed, lent: as in
    `graders.box.Finished`. ended: set when the child
    ended during this check, after `ended_after` seconds, or was known to end if it went on. alone: asked
    in a child that had run nothing before. peak_bytes: the most memory its child held, where the child has
    ended with it and somebody counts. cost: of a check that is measured, asked alone.
    """

    arrays: Arrays = field(default_factory=dict)
    withheld: dict[Key, Withheld] = field(default_factory=dict)
    refused: dict[Key, str] = field(default_factory=dict)
    read_from: dict[Key, str] = field(default_factory=dict)
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    lent: Mapping[str, str] = field(default_factory=dict)
    printed: str = ""
    finished: bool = False
    ended: Ended | None = None
    ended_after: float = 0.0
    alone: bool = False
    seconds: float = 0.0
    peak_bytes: int = 0
    cost: Cost | None = None
