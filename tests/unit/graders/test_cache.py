from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from graders.answer import Arrays
from graders.cache import ArrayCache, ArrayKey
from graders.errors import GraderFault
from graders.packing import pack_arrays, unpack_arrays


def key(check: str, what: str = "reference") -> ArrayKey:
    return ArrayKey("digest", what, check, 7, "numpy", "cpu")


class Maker:
    """Makes an array that names its key, and counts what it was asked for."""

    def __init__(self, size: int = 1) -> None:
        self.size = size
        self.asked: list[list[str]] = []

    def __call__(self, keys: Sequence[ArrayKey]) -> Mapping[ArrayKey, Arrays]:
        self.asked.append([key.check for key in keys])
        return {key: {("", key.check): np.zeros(self.size)} for key in keys}


def test_arrays_are_made_once():
    cache, make = ArrayCache(), Maker()
    cache.get([key("a"), key("b")], make)
    found = cache.get([key("a"), key("b"), key("c")], make)

    assert make.asked == [["a", "b"], ["c"]]
    assert set(found[key("c")]) == {("", "c")}


def test_another_solution_is_another_key():
    cache, make = ArrayCache(), Maker()
    cache.get([key("a")], make)
    cache.get([key("a", "misconceptions/unbiased")], make)

    assert make.asked == [["a"], ["a"]]


def test_the_least_recently_used_goes_first():
    cache, make = ArrayCache(max_bytes=2 * 800), Maker(size=100)
    for check in "abac":
        cache.get([key(check)], make)
    make.asked.clear()
    for check in "acb":
        cache.get([key(check)], make)

    assert make.asked == [["b"]]


def test_arrays_larger_than_the_cache_are_given_and_not_kept():
    cache, make = ArrayCache(max_bytes=10), Maker(size=100)

    assert cache.get([key("a")], make)[key("a")]["", "a"].size == 100
    cache.get([key("a")], make)
    assert make.asked == [["a"], ["a"]]


def test_a_maker_that_fails_leaves_nothing_behind():
    cache, make = ArrayCache(), Maker()

    def fail(_keys: Sequence[ArrayKey]) -> Mapping[ArrayKey, Arrays]:
        raise GraderFault("no")

    with pytest.raises(GraderFault):
        cache.get([key("a")], fail)
    cache.get([key("a")], make)
    assert make.asked == [["a"]]


def test_two_threads_that_want_the_same_make_it_once(tmp_path: Path):
    cache, make, start = ArrayCache(folder=tmp_path), Maker(), Barrier(8)

    def want(number: int) -> int:
        start.wait()
        return len(cache.get([key("a"), key("b")], make))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(want, range(8))) == [2] * 8
    assert make.asked == [["a", "b"]]


def test_a_folder_outlives_the_process(tmp_path: Path):
    make = Maker()
    ArrayCache(folder=tmp_path).get([key("a")], make)
    found = ArrayCache(folder=tmp_path).get([key("a")], make)

    assert make.asked == [["a"]]
    assert found[key("a")]["", "a"].tolist() == [0.0]


def test_a_damaged_file_is_made_again(tmp_path: Path):
    make = Maker()
    ArrayCache(folder=tmp_path).get([key("a")], make)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    ArrayCache(folder=tmp_path).get([key("a")], make)

    assert make.asked == [["a"], ["a"]]
    assert file.read_bytes() == content


def test_packed_arrays_come_back_as_they_were():
    arrays: Arrays = {
        ("", "out"): np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        ("large", "naïve"): np.array(["b"]),
        ("large", "empty"): np.zeros((0, 2), dtype=">i4"),
    }
    unpacked = unpack_arrays(pack_arrays(arrays))

    assert unpacked is not None
    assert list(unpacked) == list(arrays)
    for name, array in arrays.items():
        assert (unpacked[name].dtype, unpacked[name].shape) == (array.dtype, array.shape)
        assert unpacked[name].tobytes("A") == array.tobytes("A")


@pytest.mark.parametrize("packed", [b"", b"x" * 31, b"x" * 100])
def test_bytes_that_were_never_packed_are_nothing(packed: bytes):
    assert unpack_arrays(packed) is None
