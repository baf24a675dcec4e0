"""A handin as it is compared: its tokens, and which of them are its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.similarity.tokens import read_tokens
from graders.similarity.winnow import Codes, Hashes, K, Places, hashes_of, winnow

Flags = NDArray[np.bool_]

MOST_CHARS = 400_000
"""Of one file. Whoever sends more is not compared in full, which is told."""
MOST_TOKENS = 60_000
"""Of one handin."""


@dataclass(frozen=True)
class Reading:
    """The tokens of a handin's files, one after the other.

    ends: where each file's end. whole: nothing was cut.
    """

    codes: Codes
    ends: tuple[int, ...]
    whole: bool = True

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each file's tokens begin and end."""
        begin = 0
        for end in self.ends:
            yield begin, end
            begin = end


@dataclass(frozen=True)
class Lined:
    """A reading with the line of each token in its file, for who shows it."""

    reading: Reading
    lines: list[int]


def read_sources(files: Mapping[str, bytes]) -> Lined:
    """Read some files, by path, as far as the bounds allow."""
    codes, lines, ends, whole = bytearray(), list[int](), list[int](), True
    for _, data in sorted(files.items()):
        text = data[: 4 * MOST_CHARS].decode(errors="replace").removeprefix("\ufeff")
        left = MOST_TOKENS - len(codes)
        tokens = read_tokens(text[:MOST_CHARS], left)
        whole = whole and len(text) <= MOST_CHARS and len(tokens.codes) < max(left, 1)
        codes += tokens.codes
        lines += tokens.lines
        ends.append(len(codes))
    return Lined(Reading(np.frombuffer(bytes(codes), np.uint8), tuple(ends), whole), lines)


def known_of(readings: list[Reading]) -> Hashes:
    """The hash of every K tokens in a row of code that is nobody's own, sorted."""
    parts = [hashes_of(reading.codes[begin:end]) for reading in readings for begin, end in reading.spans()]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.uint64)


@dataclass(frozen=True)
class Document:
    """A reading and the stretches of it that are its own: no file's end and no known token lies in one.

    hashes, places: its fingerprints, and the token that each begins at.
    """

    reading: Reading
    stretches: tuple[tuple[int, int], ...]
    hashes: Hashes
    places: Places

    @classmethod
    def of(cls, reading: Reading, known: Hashes) -> "Document":
        """Mask what is known, and winnow the rest. known: sorted."""
        stretches = tuple(_own(reading, known))
        hashes, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        for begin, end in stretches:
            found = hashes_of(reading.codes[begin:end])
            kept = winnow(found)
            hashes.append(found[kept])
            places.append(kept + begin)
        return cls(reading, stretches, np.concatenate(hashes), np.concatenate(places))

    @property
    def own(self) -> int:
        """How many tokens are its own, in stretches that are long enough to be found."""
        return sum(end - begin for begin, end in self.stretches)


def _own(reading: Reading, known: Hashes) -> Iterator[tuple[int, int]]:
    for begin, end in reading.spans():
        hashes = hashes_of(reading.codes[begin:end])
        masked = np.zeros(end - begin + 1, np.int32)
        hits = np.flatnonzero(_held(hashes, known))
        np.add.at(masked, hits, 1)
        np.add.at(masked, hits + K, -1)
        yield from _runs(np.cumsum(masked[:-1]) == 0, begin)


def _runs(free: Flags, begin: int) -> Iterator[tuple[int, int]]:
    """Where at least K in a row are free."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]])))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= K:
            yield begin + first, begin + last


def _held(hashes: Hashes, known: Hashes) -> Flags:
    if not len(known) or not len(hashes):
        return np.zeros(len(hashes), np.bool_)
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.asarray(known[at] == hashes, np.bool_)
