"""What winnowing promises: everything of GUARANTEE tokens is found, nothing of fewer than K."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.similarity.tokens import SYMBOLS
from graders.similarity.winnow import GUARANTEE, K, W, hashes_of, winnow

codes = st.lists(st.integers(0, len(SYMBOLS) - 1), max_size=150)
few_codes = st.lists(st.integers(0, 2), max_size=150)
"""Repetitive sequences, where many hashes are equal."""


def fingerprints(tokens: list[int]) -> set[int]:
    hashes = hashes_of(np.array(tokens, np.uint8))
    return set(hashes[winnow(hashes)].tolist())


def drawn(seed: int, length: int) -> list[int]:
    return np.random.default_rng(seed).integers(0, len(SYMBOLS), length).tolist()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(codes | few_codes, codes | few_codes, codes, codes, st.integers(0, 2**31))
def test_what_two_share_of_the_guaranteed_length_is_always_found(before, after, left, right, seed):
    shared = drawn(seed, GUARANTEE)
    assert fingerprints(before + shared + after) & fingerprints(left + shared + right)


def test_what_two_share_of_less_than_the_noise_threshold_is_never_found():
    shared = drawn(1, K - 1)
    one, other = drawn(2, 200) + shared + drawn(3, 200), drawn(4, 200) + shared + drawn(5, 200)
    assert not fingerprints(one) & fingerprints(other)
    assert not fingerprints(shared)


def test_the_smallest_of_each_window_is_kept_and_of_equal_ones_the_rightmost():
    hashes = np.array([5, 3, 3, *[9] * W, 7], np.uint64)
    assert winnow(hashes).tolist() == [
        place
        for place in range(len(hashes))
        if any(
            place == max(at for at in range(begin, begin + W) if hashes[at] == min(hashes[begin : begin + W]))
            for begin in range(len(hashes) - W + 1)
        )
    ]


def test_a_short_sequence_keeps_one_hash_and_a_shorter_one_none():
    assert len(winnow(hashes_of(np.array(drawn(1, K + 3), np.uint8)))) == 1
    assert len(winnow(hashes_of(np.array(drawn(1, K - 1), np.uint8)))) == 0


def test_random_sequences_keep_the_share_of_hashes_that_the_paper_gives():
    hashes = hashes_of(np.array(drawn(7, 50_000), np.uint8))
    assert abs(len(winnow(hashes)) / len(hashes) - 2 / (W + 1)) < 0.01


def test_a_hash_is_the_same_in_every_process():
    """Those of commonplace code are kept with a search and looked up later by another process."""
    assert hashes_of(np.arange(K, dtype=np.uint8)).tolist() == [6156040313737309295]
