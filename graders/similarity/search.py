"""The search for pairs among many handins: each is read once, and only who shares rare code is compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from graders.similarity.document import Document, Reading
from graders.similarity.index import Index
from graders.similarity.match import matches
from graders.similarity.winnow import GUARANTEE, Hashes

LEAST_TOKENS = 2 * GUARANTEE
"""What a pair must share at least: two handins of a few lines are alike by necessity."""
LEAST_SHARE = 0.5
"""And of one of the two, as a share of what is its own;"""
LEAST_REGION = 200
"""or else in one piece: a function that was copied into a handin which is otherwise its author's own.

Solutions of HW1 that were written apart share less than a third, at most 114 tokens in one piece; copies with
other names share nearly all."""
MOST_COMPARED = 20_000
MOST_PAIRS = 1_000
"""The strongest pairs that are told; people read no more."""


@dataclass(frozen=True)
class Side:
    """A handin to be compared. author: nobody is compared with themselves; is_new: else it is of an earlier
    semester, and two of those are not compared."""

    key: str
    author: str
    is_new: bool
    reading: Reading


@dataclass(frozen=True)
class Pair:
    """Two handins that share code: how many tokens, the most of them in one piece, and what part of each
    one's own that is, from 0 to 1."""

    left: str
    right: str
    tokens: int
    longest: int
    left_share: float
    right_share: float

    @property
    def strength(self) -> float:
        """The larger share: who pads a copy makes only their own smaller."""
        return max(self.left_share, self.right_share)


@dataclass
class Search:
    """Finds pairs. known: hashes of starter code, sorted.

    commonplace: the fingerprints that too many hold, once `prepare` ran; masked: both.
    """

    known: Hashes
    sides: list[Side] = field(default_factory=list)
    commonplace: Hashes = field(default_factory=lambda: np.zeros(0, np.uint64))
    masked: Hashes = field(default_factory=lambda: np.zeros(0, np.uint64))
    candidates: list[tuple[int, int]] = field(default_factory=list)
    _fingerprints: list[Hashes] = field(default_factory=list)
    _kept: dict[int, Document] = field(default_factory=dict)

    def add(self, side: Side) -> None:
        """One handin more."""
        self.sides.append(side)
        self._fingerprints.append(np.unique(Document.of(side.reading, self.known).hashes))

    def prepare(self) -> None:
        """Index them, and find who shares anything that is rare, those who share most first."""
        index = Index.of(self._fingerprints)
        self.commonplace = index.commonplace
        self.masked = np.union1d(self.known, self.commonplace)
        counted = sorted(self._counted(index), reverse=True)[:MOST_COMPARED]
        self.candidates = sorted((left, right) for _, left, right in counted)
        self._fingerprints = []

    def compare(self, candidate: tuple[int, int]) -> Pair | None:
        """Lay two side by side; None where they share too little to be told."""
        left, right = (self._document(number) for number in candidate)
        lengths = [match.length for match in matches(left, right)]
        tokens = sum(lengths)
        if tokens < LEAST_TOKENS:
            return None
        one, other = (self.sides[number].key for number in candidate)
        pair = Pair(one, other, tokens, max(lengths), tokens / left.own, tokens / right.own)
        return pair if pair.strength >= LEAST_SHARE or pair.longest >= LEAST_REGION else None

    def pairs(self) -> list[Pair]:
        """Every pair that is worth telling, the strongest first."""
        found = (self.compare(candidate) for candidate in self.candidates)
        return strongest([pair for pair in found if pair])

    def _counted(self, index: Index) -> Iterator[tuple[int, int, int]]:
        """Pairs by how many rare fingerprints they share."""
        for number, side in enumerate(self.sides):
            if not side.is_new:
                continue
            shared = index.shared_by(self._fingerprints[number])
            for other in np.flatnonzero(shared).tolist():
                if self._are_compared(number, other):
                    yield int(shared[other]), number, other

    def _are_compared(self, number: int, other: int) -> bool:
        one, two = self.sides[number], self.sides[other]
        twice = two.is_new and other <= number
        return not twice and one.author != two.author

    def _document(self, number: int) -> Document:
        """What is left of a handin without starter and commonplace code; candidates come in order."""
        if number not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = Document.of(self.sides[number].reading, self.masked)
        return self._kept[number]


_KEPT = 4_000


def strongest(pairs: Sequence[Pair]) -> list[Pair]:
    """The strongest first, and no more of them than people read."""
    return sorted(pairs, key=lambda pair: (-pair.strength, -pair.tokens, pair.left, pair.right))[:MOST_PAIRS]
