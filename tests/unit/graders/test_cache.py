from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from threading import Barrier

import msgspec
import numpy as np
import pytest

from graders.answer import Arrays, Solved
from graders.cache import ArrayCache, ArrayKey
from graders.cost import Cost
from graders.errors import GraderFault
from graders.inside.answers import encode_npy
from graders.packing import pack_solved, unpack_solved


def key(check: str, what: str = "reference") -> ArrayKey:
    return ArrayKey("digest", what, check, 7, "numpy", "cpu")


class Maker:
    """Makes an array that names its key, and counts what it was asked for."""

    def __init__(self, size: int = 1) -> None:
        self.size = size
        self.asked: list[list[str]] = []

    def __call__(self, keys: Sequence[ArrayKey]) -> Mapping[ArrayKey, Solved]:
        self.asked.append([key.check for key in keys])
        return {key: Solved({("", key.check): np.zeros(self.size)}, Cost(0.25, 7.0)) for key in keys}


def test_arrays_are_made_once():
    cache, make = ArrayCache(), Maker()
    cache.get([key("a"), key("b")], make)
    found = cache.get([key("a"), key("b"), key("c")], make)

    assert make.asked == [["a", "b"], ["c"]]
    assert set(found[key("c")].arrays) == {("", "c")}


def test_it_counts_what_was_here_and_what_had_to_be_made():
    cache, make = ArrayCache(), Maker()
    cache.get([key("a"), key("b")], make)
    assert cache.finds() == (0, 2)

    cache.get([key("a"), key("c")], make)
    assert cache.finds() == (1, 3)

    cache.find(key("a"))
    cache.find(key("absent"))  # whoever looks it up asks for it next
    assert cache.finds() == (2, 3)


def test_what_is_looked_up_is_not_made():
    cache, make = ArrayCache(max_bytes=2 * 800), Maker(size=100)
    assert cache.find(key("a")) is None

    cache.get([key("a"), key("b")], make)
    found = cache.find(key("a"))
    cache.get([key("c")], make)

    assert found == cache.find(key("a"))
    assert cache.find(key("b")) is None  # the least recently used has gone


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

    assert cache.get([key("a")], make)[key("a")].arrays["", "a"].size == 100
    cache.get([key("a")], make)
    assert make.asked == [["a"], ["a"]]


def test_a_maker_that_fails_leaves_nothing_behind():
    cache, make = ArrayCache(), Maker()

    def fail(_keys: Sequence[ArrayKey]) -> Mapping[ArrayKey, Solved]:
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
    assert found[key("a")].arrays["", "a"].tolist() == [0.0]
    assert found[key("a")].cost == Cost(0.25, 7.0)


def test_what_is_put_takes_the_place_of_what_was_there(tmp_path: Path):
    cache, make = ArrayCache(folder=tmp_path), Maker()
    (solved,) = cache.get([key("a")], make).values()
    cache.put(key("a"), solved._replace(cost=Cost(0.125, 7.0)))

    for one in (cache, ArrayCache(folder=tmp_path)):
        assert one.get([key("a")], make)[key("a")].cost == Cost(0.125, 7.0)
    assert make.asked == [["a"]]


def test_a_file_that_knows_of_no_cost_is_made_again(tmp_path: Path):
    make = Maker()
    ArrayCache(folder=tmp_path).get([key("a")], make)
    (file,) = tmp_path.iterdir()
    entries = msgspec.msgpack.encode([("", "a", b"".join(encode_npy(np.zeros(1))))])
    file.write_bytes(blake2b(entries, digest_size=32).digest() + entries)
    found = ArrayCache(folder=tmp_path).get([key("a")], make)

    assert make.asked == [["a"], ["a"]]
    assert found[key("a")].cost == Cost(0.25, 7.0)


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
    solved = unpack_solved(pack_solved(Solved(arrays)))

    assert solved is not None
    assert solved.cost is None
    assert list(solved.arrays) == list(arrays)
    for name, array in arrays.items():
        unpacked = solved.arrays[name]
        assert (unpacked.dtype, unpacked.shape) == (array.dtype, array.shape)
        assert unpacked.tobytes("A") == array.tobytes("A")


@pytest.mark.parametrize("packed", [b"", b"x" * 31, b"x" * 100])
def test_bytes_that_were_never_packed_are_nothing(packed: bytes):
    assert unpack_solved(packed) is None
