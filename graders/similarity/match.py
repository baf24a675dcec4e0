"""What two documents share, token by token, in regions that are as long as they can be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.similarity.document import Document
from graders.similarity.winnow import Codes, K

Taken = NDArray[np.bool_]

MOST_TIMES = 8
"""How many places of one fingerprint are tried in each document: a line that is repeated a thousand times
would make a million pairs."""
MOST_STEPS = 4_000_000
"""Tokens that may be compared for one pair of documents, whatever they hold."""


@dataclass(frozen=True, order=True)
class Match:
    """`length` tokens that are the same in both, from a place in each."""

    left: int
    right: int
    length: int


def matches(left: Document, right: Document) -> list[Match]:
    """What both hold, by place in the left one; no token of either is in two of them.

    The longest come first when two would overlap. Each is at least K tokens long.
    """
    found = sorted(_longest(left, right), key=lambda match: (-match.length, match.left, match.right))
    taken_left = np.zeros(len(left.reading.codes), np.bool_)
    taken_right = np.zeros(len(right.reading.codes), np.bool_)
    kept = []
    for match in found:
        for free in _free(match, taken_left, taken_right):
            taken_left[free.left : free.left + free.length] = True
            taken_right[free.right : free.right + free.length] = True
            kept.append(free)
    return sorted(kept)


def _longest(left: Document, right: Document) -> Iterator[Match]:
    """Each seed as far as it goes in both directions, once."""
    steps = MOST_STEPS
    reached: dict[int, int] = {}
    for at_left, at_right in sorted(_seeds(left, right), key=lambda seed: (seed[1] - seed[0], seed[0])):
        diagonal = at_right - at_left
        if at_left + K <= reached.get(diagonal, -1) or steps <= 0:
            continue
        match = _grown(left, right, at_left, at_right)
        steps -= match.length + K
        if match.length >= K:
            reached[diagonal] = match.left + match.length
            yield match


def _seeds(left: Document, right: Document) -> Iterator[tuple[int, int]]:
    places = _places(right)
    for value, at in _places(left).items():
        for one in at:
            for other in places.get(value, ()):
                yield one, other


def _places(document: Document) -> dict[int, list[int]]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for value, place in zip(document.hashes.tolist(), document.places.tolist(), strict=True):
        if len(places[value]) < MOST_TIMES:
            places[value].append(place)
    return places


def _grown(left: Document, right: Document, at_left: int, at_right: int) -> Match:
    begin_left, end_left = _stretch(left, at_left)
    begin_right, end_right = _stretch(right, at_right)
    one, other = left.reading.codes, right.reading.codes
    ahead = min(end_left - at_left, end_right - at_right)
    behind = min(at_left - begin_left, at_right - begin_right)
    forward = _alike(one[at_left : at_left + ahead], other[at_right : at_right + ahead])
    backward = _alike(one[at_left - behind : at_left][::-1], other[at_right - behind : at_right][::-1])
    return Match(at_left - backward, at_right - backward, forward + backward)


def _stretch(document: Document, place: int) -> tuple[int, int]:
    """The stretch that a place lies in."""
    low, high = 0, len(document.stretches) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if document.stretches[middle][0] <= place:
            low = middle
        else:
            high = middle - 1
    return document.stretches[low]


def _alike(one: Codes, other: Codes) -> int:
    """How many tokens are the same before the first that differs."""
    differs = np.flatnonzero(one != other)
    return int(differs[0]) if len(differs) else len(one)


def _free(match: Match, taken_left: Taken, taken_right: Taken) -> Iterator[Match]:
    """The parts of a match that no longer one has taken."""
    taken = (
        taken_left[match.left : match.left + match.length]
        | taken_right[match.right : match.right + match.length]
    )
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ~taken, [False]])))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= K:
            yield Match(match.left + first, match.right + first, last - first)
