"""What a relation found for one wrong array."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IDENTITY, NAMED, PLAIN = 0, 1, 2
"""Ranks: the array is something that is known; it differs by something with a name; by a mere number."""


@dataclass(frozen=True)
class Finding:
    """A relation that turns the expected array into the student's, everywhere and within tolerance.

    kind: the explanation's. cause: equal for arrays that the same slip explains. rank: lower is told first.
    predicate: what follows "Your `dW` is". advice: a sentence of its own, or "". witnesses: different
    numbers that speak for the relation (a constant array is one witness, however large).
    """

    kind: str
    cause: tuple[str, ...]
    rank: int
    predicate: str
    advice: str
    witnesses: NDArray[np.float64]
