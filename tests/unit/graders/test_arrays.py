import io
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.arrays import MAX_HEADER, read_array
from graders.errors import BadAnswer


def npy(header: str, data: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    text = header.encode("latin-1") + b"\n"
    return b"\x93NUMPY" + version + len(text).to_bytes(2, "little") + text + data


def described(descr: str, shape: str, data: bytes, fortran: str = "False") -> bytes:
    return npy(f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}", data)


def saved(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(6, dtype=">i4"),
        np.array(3.5),
        np.zeros((0, 3)),
        np.array([True, False]),
        np.array([1 + 2j], dtype="c8"),
        np.array([np.nan, np.inf, -0.0], dtype="f2"),
        np.array(["b", "naïve"]),
        np.array([b"a", b""]),
    ],
)
def test_an_array_is_read_as_it_is(array: np.ndarray):
    read = read_array(saved(array))

    assert (read.dtype, read.shape, read.flags.f_contiguous) == (
        array.dtype,
        array.shape,
        array.flags.f_contiguous,
    )
    assert read.tobytes() == array.tobytes()
    assert not read.flags.writeable


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return exec, ("raise SystemExit('it went off')",)


def test_an_array_of_objects_is_never_unpickled():
    content = saved(np.array([Bomb()], dtype=object))
    assert b"it went off" in content

    with pytest.raises(BadAnswer, match="does not describe an array of numbers"):
        read_array(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "do not begin as an array's do"),
        (b"PK\x03\x04", "do not begin as an array's do"),
        (npy("{}", version=b"\x02\x00"), "do not begin as an array's do"),
        (npy("{}" + " " * MAX_HEADER), "do not begin as an array's do"),
        (saved(np.zeros(3))[:40], "do not begin as an array's do"),
        (npy("__import__('os').abort()"), "does not describe"),
        (npy("(" * 4000), "does not describe"),
        (described("<f8", "(-1,)", b""), "does not describe"),
        (described("|O", "(1,)", b"\0" * 8), "does not describe"),
        (described("<M8[s]", "(1,)", b"\0" * 8), "does not describe"),
        (described("<f8", "(3)", b"\0" * 24), "does not describe"),
        (described("<f3", "(1,)", b"\0" * 3), "a dtype that there is not: <f3"),
        (described("<U0", "(7,)", b""), "elements have no bytes"),
        (described("<f8", "(3,)", b"\0" * 23), r"claims shape \(3,\) of float64, its data are 23 bytes"),
        (described("<f8", "(3,)", b"\0" * 25), "its data are 25 bytes"),
        (described("<f8", "(999999999999999, 999999999999999)", b"\0" * 8), "its data are 8 bytes"),
        (described("<f8", "(0, 999999999999999, 999999999999999)", b""), "an impossible shape"),
        (described("|i1", f"({'1, ' * 99}1)", b"\0"), "an impossible shape"),
        (described("|b1", "(2,)", b"\1\2"), "neither true nor false"),
        (described("<U1", "(1,)", b"\xff\xff\xff\xff"), "strings that are no text"),
        (described(">U1", "(1,)", b"\x00\x00\xd8\x00"), "strings that are no text"),
    ],
)
def test_bytes_that_are_no_array_are_refused_with_a_reason(content: bytes, reason: str):
    with pytest.raises(BadAnswer, match=reason):
        read_array(content)


def test_a_lying_header_costs_no_memory():
    tracemalloc.start()
    with pytest.raises(BadAnswer):
        read_array(described("<f8", "(99999999999,)", b"\0" * 8))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1 << 20


@given(st.binary(max_size=200), st.binary(max_size=64))
def test_any_header_gives_an_array_or_bad_answer(header: bytes, data: bytes):
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + data
    with pytest.raises(BadAnswer):
        read_array(content)


@given(
    st.sampled_from("<>|"), st.sampled_from("biufcSU"), st.integers(0, 99),
    st.lists(st.integers(0, 4), max_size=4), st.booleans(), st.binary(max_size=256),
)  # fmt: skip
def test_any_claim_gives_an_array_of_that_size_or_bad_answer(
    order: str, kind: str, width: int, shape: list[int], fortran: bool, data: bytes
):
    content = described(f"{order}{kind}{width}", str(tuple(shape)), data, str(fortran))
    with suppress(BadAnswer):
        array = read_array(content)
        assert array.shape == tuple(shape)
        assert array.nbytes == len(data)
        assert str(array.tolist()).encode()
