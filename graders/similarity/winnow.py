"""Winnowing: a few fingerprints that stand for a sequence of tokens.

Every run of K tokens has a hash; of every W hashes in a row the smallest is kept, the rightmost of equals.
Whatever two sequences share of at least GUARANTEE = W + K − 1 tokens holds a whole window, whose smallest
hash both keep: it is always found. What they share of fewer than K tokens has no hash at all: it is never
found. Random sequences keep 2 / (W + 1) of their hashes.

Source: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003,
section 3: definition 1, the two properties (guarantee and noise threshold), and the density of the kept.
"""

import hashlib

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from graders.similarity.tokens import SYMBOLS

K = 25
"""The noise threshold: what is shorter is how everybody writes Python once names are forgotten."""
GUARANTEE = 40
"""The guarantee threshold: about four lines of arithmetic."""
W = GUARANTEE - K + 1

Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint8]
Places = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)


def hashes_of(codes: Codes) -> Hashes:
    """The hash of every K tokens in a row, by where they begin. The same in every process: it may be kept."""
    count = len(codes) - K + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    values = _VALUES[codes]
    rolled = np.zeros(count, np.uint64)
    for place in range(K):
        rolled = rolled * _BASE + values[place : place + count]
    return _mixed(rolled)


def winnow(hashes: Hashes) -> Places:
    """Where the hashes stand that are kept, in order. Fewer hashes than a window are one window."""
    if not len(hashes):
        return np.zeros(0, np.int64)
    windows = sliding_window_view(hashes, min(W, len(hashes)))
    rightmost = windows.shape[1] - 1 - np.argmin(windows[:, ::-1], axis=1)
    return np.unique(np.arange(len(windows)) + rightmost)


def _values() -> Hashes:
    """A number for each symbol, which looks drawn."""
    digests = (hashlib.blake2b(symbol.encode(), digest_size=8).digest() for symbol in SYMBOLS)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


_VALUES = _values()


def _mixed(values: Hashes) -> Hashes:
    """The same, bits spread, so that the smallest of some is any of them. Source: SplitMix64's finalizer."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
