import io
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from graders.arrays import read_array
from graders.box import BoxTask, Event, Exercise, Sent, Step, Withheld
from graders.frames import FrameReader
from graders.inside.answers import Answers, encode_npy
from graders.inside.frames import BEGAN, FrameWriter
from graders.problem import Limits

DTYPES = st.one_of(
    npst.boolean_dtypes(),
    npst.integer_dtypes(endianness="?"),
    npst.unsigned_integer_dtypes(endianness="?"),
    npst.floating_dtypes(endianness="?", sizes=(16, 32, 64)),
    npst.complex_number_dtypes(endianness="?"),
)
ARRAYS = DTYPES.flatmap(lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=0, min_side=0)))


def sent(answer: object, budget: int = 1 << 20, context: bool = False) -> list[Event]:
    """What the outside reads of an answer."""
    task = BoxTask("numpy", "cpu", {}, {"p": Exercise("")}, (Step("p", "check", 0, 1.0),), Limits())
    read_end, write_end = os.pipe()
    writer = FrameWriter(write_end)
    writer.add(BEGAN)
    Answers(writer, budget, context).send(answer)
    writer.tell(BEGAN, None)  # flushes; not read below
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        content = pipe.read()[:-12]
    return list(FrameReader(task).feed(content))[1:]


@given(ARRAYS, st.booleans())
def test_an_array_passes_the_gate_bit_by_bit(array: np.ndarray, transposed: bool):
    array = array.T if transposed else array
    read = read_array(b"".join(encode_npy(array)))

    assert (read.dtype, read.shape) == (array.dtype, array.shape)
    assert read.tobytes() == array.tobytes()
    assert read.flags.f_contiguous == array.flags.f_contiguous


@given(ARRAYS)
def test_the_bytes_are_those_of_numpy(array: np.ndarray):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)

    assert read_array(file.getvalue()).tobytes() == array.tobytes()
    assert len(b"".join(encode_npy(array))) == len(file.getvalue())


def test_cases_and_names_are_told_apart():
    events = sent({"large": {"out": np.ones(1)}, "out": np.zeros(2)})

    assert [(event.case, event.name) for event in events if isinstance(event, Sent)] == [
        ("large", "out"),
        ("", "out"),
    ]


def test_context_is_sent_only_where_it_is_wanted():
    answer = {"_x": np.ones(1), "out": np.ones(1)}

    assert len(sent(answer)) == 1
    assert len(sent(answer, context=True)) == 2


@pytest.mark.parametrize(
    ("value", "type_name", "array"),
    [
        ([1.0, 2], "list", np.array([1.0, 2.0])),
        (((1, 2), [3, 4]), "tuple", np.array([[1, 2], [3, 4]])),
        ([np.arange(3.0), (4.0, np.float64(5), 6)], "list", np.array([[0.0, 1, 2], [4, 5, 6]])),
        ([np.float32(1.5)], "list", np.array([1.5], np.float32)),
        (0.5, "float", np.array(0.5)),
        (np.float64(0.5), "numpy.float64", np.array(0.5)),
        ([], "list", np.array([])),
    ],
)
def test_lists_and_numbers_are_sent_as_the_arrays_that_they_spell_out(
    value: object, type_name: str, array: np.ndarray
):
    (event,) = sent({"out": value})

    assert isinstance(event, Sent)
    assert event.read_from == type_name
    read = read_array(event.npy)
    assert (read.dtype, read.shape, read.tobytes()) == (array.dtype, array.shape, array.tobytes())


class Shouting:
    """Whoever asks it to be an array or a number runs its code."""

    def __array__(self, *_: object) -> np.ndarray:
        raise AssertionError

    def __float__(self) -> float:
        raise AssertionError


class OwnList(list):
    def __iter__(self) -> object:  # type: ignore[override]
        raise AssertionError


class OwnFloat(float):
    def __float__(self) -> float:
        raise AssertionError


@pytest.mark.parametrize("value", [[Shouting()], OwnList([1.0]), [OwnList([1.0])], [OwnFloat(1.0)]])
def test_no_list_calls_a_handins_own_code(value: object):
    (event,) = sent({"out": value})

    assert isinstance(event, Withheld)


def test_lists_that_hold_themselves_or_go_too_deep_or_far_are_named():
    knot: list[object] = []
    knot += [knot, knot]
    deep: object = 1.0
    for _ in range(40):
        deep = [deep]
    wide = [np.broadcast_to(1.0, (10**6, 10**6))]

    assert [type(event) for event in sent({"a": knot, "b": deep, "c": wide, "d": [1.0] * 2**20})] == [
        Withheld
    ] * 4


class Liar(np.ndarray):
    @property
    def shape(self) -> tuple[int, ...]:  # type: ignore[override]
        return (1, 2, 3)


@pytest.mark.parametrize(
    ("value", "kind", "type_name", "dtype", "shape"),
    [
        (None, "type", "NoneType", "", ()),
        ("1.0", "type", "str", "", ()),
        ([1.0, None], "type", "list", "", ()),
        ([[1.0, 2.0], [3.0]], "type", "list", "", ()),
        (["a", "b"], "type", "list", "", ()),
        ([10**30], "type", "list", "", ()),
        ({1.0}, "type", "set", "", ()),
        (np.zeros(4).view(Liar), "subclass", f"{__name__.partition('.')[0]}.Liar", "float64", (4,)),
        (np.ma.zeros(2), "subclass", "numpy.MaskedArray", "float64", (2,)),
        (np.array([None]), "object", "numpy.ndarray", "object", (1,)),
        (np.zeros(2, dtype="f8,i4"), "object", "numpy.ndarray", "[('f0', '<f8'), ('f1', '<i4')]", (2,)),
        (np.zeros(2, dtype="M8[s]"), "object", "numpy.ndarray", "datetime64[s]", (2,)),
        (np.broadcast_to(1.0, (10**6, 10**6)), "gigantic", "numpy.ndarray", "float64", (10**6, 10**6)),
    ],
)
def test_what_is_no_plain_array_is_named_not_sent(
    value: object, kind: str, type_name: str, dtype: str, shape: tuple[int, ...]
):
    assert sent({"out": value}) == [Withheld(0, "", "out", kind, type_name, dtype, shape)]


def test_many_arrays_together_may_not_be_gigantic_either():
    events = sent({"a": np.zeros(100), "b": np.zeros(100)}, budget=1000)

    assert [type(event) for event in events] == [Sent, Withheld]


def test_an_exercise_that_returns_no_dict_is_told_so():
    with pytest.raises(TypeError, match="must return a dict of arrays, not list"):
        sent([np.ones(1)])
