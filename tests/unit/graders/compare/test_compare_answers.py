"""Every way in which an answer can differ from what is expected, and what is said of it."""

import numpy as np
import pytest

from graders.answer import Answer, Arrays
from graders.box import Withheld
from graders.compare.answers import MOST_EXTRA, compare_answer
from graders.errors import GraderFault
from graders.problem import Check
from graders.report import Mismatch

CHECK = Check("backward", 2.0)
DW = np.random.default_rng(0).standard_normal((4, 3))


def named(**arrays: np.ndarray) -> Arrays:
    return {("", name): array for name, array in arrays.items()}


def only(got: np.ndarray, expected: np.ndarray, check: Check = CHECK) -> Mismatch:
    (mismatch,) = compare_answer(Answer(arrays=named(dW=got)), named(dW=expected), check)
    return mismatch


def test_an_equal_answer_is_right():
    assert compare_answer(Answer(arrays=named(dW=DW.copy())), named(dW=DW), CHECK) == ()


def test_an_answer_within_tolerance_is_right():
    assert compare_answer(Answer(arrays=named(dW=DW * (1 + 0.9e-4))), named(dW=DW), CHECK) == ()


def test_fortran_order_is_right():
    assert compare_answer(Answer(arrays=named(dW=np.asfortranarray(DW))), named(dW=DW), CHECK) == ()


def test_context_is_neither_expected_nor_compared():
    answer = Answer(arrays=named(dW=DW, _x=DW + 1, _y=DW))
    assert compare_answer(answer, named(dW=DW, _x=DW, _z=DW), CHECK) == ()


def test_a_check_that_expects_nothing_is_our_fault_and_never_passed():
    with pytest.raises(GraderFault, match="backward"):
        compare_answer(Answer(), named(_x=DW), CHECK)


def test_no_answer_at_all_is_wrong_for_every_array():
    mismatches = compare_answer(Answer(), named(dW=DW, db=DW), CHECK)
    assert [(m.array, m.kind) for m in mismatches] == [("dW", "absent"), ("db", "absent")]
    assert mismatches[0].message == "`dW` is absent from the answer."


def test_a_misnamed_array_is_told_once_with_both_names():
    (mismatch,) = compare_answer(Answer(arrays=named(dw=DW)), named(dW=DW), CHECK)
    assert (mismatch.kind, mismatch.message) == ("extra", "You answered `dw`, expected `dW`.")


def test_an_extra_array_is_wrong_even_if_all_others_are_right():
    (mismatch,) = compare_answer(Answer(arrays=named(dW=DW, momentum=DW)), named(dW=DW), CHECK)
    assert (mismatch.array, mismatch.kind) == ("momentum", "extra")
    assert "nothing of that name was asked for" in mismatch.message


def test_a_flood_of_arrays_that_nobody_asked_for_is_told_of_briefly():
    flood = {f"extra {number}": np.ones(1) for number in range(2000)}
    answer = Answer(arrays=named(out=np.ones(3), **flood), finished=True)

    assert len(compare_answer(answer, named(out=np.ones(3)), CHECK)) == MOST_EXTRA


def test_names_of_one_case_never_stand_for_those_of_another():
    answer = Answer(arrays={("first", "dW"): DW})
    kinds = {m.case: m.kind for m in compare_answer(answer, {("second", "dW"): DW}, CHECK)}
    assert kinds == {"second": "absent", "first": "extra"}


@pytest.mark.parametrize(
    ("kind", "type_name", "said"),
    [
        ("type", "list", "a Python list"),
        ("type", "tuple", "a tuple"),
        ("type", "NoneType", "None: is a `return` missing"),
        ("type", "float", "a single number (float)"),
        ("type", "numpy.float64", "a single number (numpy.float64)"),
        ("type", "torch.Tensor", "a torch tensor"),
        ("type", "layers.Trick", "of type layers.Trick"),
        ("subclass", "numpy.matrix", "a np.matrix"),
        ("subclass", "numpy.ma.MaskedArray", "a masked array"),
        ("subclass", "layers.LyingArray", "a layers.LyingArray, a class of its own"),
        ("object", "ndarray", "an array of Python objects"),
        ("gigantic", "ndarray", "too large to be an answer"),
    ],
)
def test_what_is_no_plain_array_is_named(kind: str, type_name: str, said: str):
    withheld = Withheld(0, "", "dW", kind, type_name, "object", (2, 3))
    (mismatch,) = compare_answer(Answer(withheld={("", "dW"): withheld}), named(dW=DW), CHECK)
    assert mismatch.kind == "type"
    assert said in mismatch.message


def test_what_the_gate_refused_is_wrong_with_its_reason():
    answer = Answer(refused={("", "dW"): "its header promises more bytes than came."})
    (mismatch,) = compare_answer(answer, named(dW=DW), CHECK)
    assert mismatch.kind == "type"
    assert mismatch.message.endswith("cannot be read as an array: its header promises more bytes than came.")


def test_an_array_without_axes_is_told_as_a_single_number():
    mismatch = only(np.array(3), DW)
    assert mismatch.kind == "shape"
    assert "is a single number (an array without axes), expected shape (4, 3)" in mismatch.message


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (DW.astype(">f8"), "big-endian float64 (>f8), expected float64"),
        (DW.astype("f4"), "has dtype float32, expected float64: fewer digits"),
        (DW.astype(int), "has dtype int64, expected float64: whole numbers"),
        (DW > 0, "has dtype bool, expected float64: turn truth values"),
        (DW.astype(complex), "has dtype complex128, expected float64"),
        (DW.astype("U9"), "has dtype text, expected float64"),
    ],
)
def test_a_wrong_dtype_is_wrong_before_its_values_are(got: np.ndarray, said: str):
    mismatch = only(got, DW)
    assert mismatch.kind == "dtype"
    assert said in mismatch.message


@pytest.mark.parametrize(
    ("policy", "accepted"),
    [
        ("exact", {"float64"}),
        ("float", {"float64", "float32", "float16"}),
        ("number", {"float64", "float32", "float16", "int64"}),
    ],
)
def test_a_check_says_which_dtypes_it_takes(policy: str, accepted: set[str]):
    whole = np.array([[1.0, 2.0, 3.0]])
    dtypes = ["float64", "float32", "float16", "int64", "bool", "complex128"]
    check = Check("c", 1, dtype=policy)
    passed = {
        d
        for d in dtypes
        if not compare_answer(Answer(arrays=named(a=whole.astype(d))), named(a=whole), check)
    }
    assert passed == accepted


def test_a_dtype_policy_that_is_none_is_our_fault():
    with pytest.raises(GraderFault, match="'loose'"):
        only(DW, DW, Check("c", 1, dtype="loose"))


def test_float16_is_asked_for_no_more_digits_than_it_has():
    check = Check("c", 1, dtype="float", rtol=1e-9, atol=0.0)
    exact = np.linspace(1, 2, 50)
    assert compare_answer(Answer(arrays=named(a=exact.astype("f2"))), named(a=exact), check) == ()


def test_texts_of_different_lengths_differ_in_value_not_in_dtype():
    mismatch = only(np.array(["b", "apple"]), np.array(["b", "a"]))
    assert (mismatch.kind, mismatch.wrong, mismatch.total) == ("values", 1, 2)
    assert mismatch.worst is not None
    assert (mismatch.worst.index, mismatch.worst.expected, mismatch.worst.got) == ((1,), "'a'", "'apple'")


def test_integers_must_be_equal_whatever_the_tolerance():
    mismatch = only(np.array([1_000_001]), np.array([1_000_000]))
    assert (mismatch.kind, mismatch.times_allowed) == ("values", 0.0)
    assert "(exactly)" in mismatch.message


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ((0, 3), (3,)),
        ((0, 3), (5, 3)),
        ((1, 3), (3,)),
        ((3,), (1, 3)),
        ((1,), (3,)),
        ((4, 1), (4, 3)),
        ((), (1,)),
    ],
)
def test_shapes_never_broadcast(got: tuple[int, ...], expected: tuple[int, ...]):
    assert only(np.ones(got), np.ones(expected)).kind == "shape"


def test_empty_is_right_where_empty_is_expected():
    assert compare_answer(Answer(arrays=named(a=np.zeros((0, 3)))), named(a=np.zeros((0, 3))), CHECK) == ()


@pytest.mark.parametrize(
    ("bad", "said"), [(np.nan, "1 NaN"), (np.inf, "1 infinite element"), (-np.inf, "1 infin")]
)
def test_what_is_not_finite_is_wrong_where_numbers_are_expected(bad: float, said: str):
    got = DW.copy()
    got[2, 1] = bad
    mismatch = only(got, DW)
    assert mismatch.kind == "finite"
    assert said in mismatch.message
    assert "the first at [2, 1]" in mismatch.message
    assert mismatch.worst is not None
    assert mismatch.worst.index == (2, 1)


@pytest.mark.parametrize("stray", [np.nan, np.inf, -np.inf])
def test_what_is_expected_not_to_be_finite_must_be_exactly_that(stray: float):
    expected = np.array([1.0, stray, 2.0])
    assert compare_answer(Answer(arrays=named(a=expected.copy())), named(a=expected), CHECK) == ()
    for other in {np.nan, np.inf, -np.inf, 0.0, 1e308} - {stray}:
        if not (np.isnan(other) and np.isnan(stray)):
            assert only(np.array([1.0, other, 2.0]), expected).kind == "finite"


def test_an_overflowing_error_is_no_warning_and_no_pass():
    mismatch = only(np.array([-1.7e308, 1.0]), np.array([1.7e308, 1.0]))
    assert (mismatch.kind, mismatch.wrong) == ("values", 1)


def test_a_wrong_value_is_told_with_place_size_and_tolerance():
    got = DW.copy()
    got[1, 0] += 0.5
    got[3, 2] *= 1.01
    mismatch = only(got, DW)
    assert (mismatch.kind, mismatch.wrong, mismatch.total) == ("values", 2, 12)
    assert mismatch.worst is not None
    assert mismatch.worst.index == (1, 0)
    assert mismatch.times_allowed == pytest.approx(0.5 / (1e-4 * abs(DW[1, 0]) + 1e-8))
    assert mismatch.message.startswith("`dW`: 2 of 12 elements differ; worst at [1, 0]: expected ")
    assert mismatch.message.endswith("(rtol 0.0001, atol 1e-08).")


def test_the_worst_element_is_worst_relative_to_what_is_allowed_there():
    expected = np.array([1e6, 1e-3])
    mismatch = only(expected + np.array([1000.0, 1e-5]), expected)
    assert mismatch.worst is not None
    assert mismatch.worst.index == (1,)


def test_a_case_is_named_where_there_are_several():
    got, expected = {("eval", "out"): DW + 1}, {("eval", "out"): DW}
    (mismatch,) = compare_answer(Answer(arrays=got), expected, CHECK)
    assert mismatch.message.startswith('`out` of "eval": 12 of 12')
    assert (mismatch.case, mismatch.array) == ("eval", "out")


SECRET = Check("mc", 5.0, reveal=False)


def test_a_secret_answer_shows_no_value_no_place_and_no_count():
    expected = named(q1=np.array(["b"]), q2=np.array(["a"]), q3=np.array(["c"]))
    answer = Answer(arrays=named(q1=np.array(["b"]), q2=np.array(["d"]), q3=np.array(["d"])))
    (mismatch,) = compare_answer(answer, expected, SECRET)
    assert mismatch == Mismatch("", "", "values", "At least one of the answers is not right.")


def test_a_secret_answer_of_a_wrong_shape_or_type_is_told_without_what_is_expected():
    expected = named(q1=np.zeros(5), q2=np.zeros(5), q3=np.zeros(5))
    withheld = {("", "q3"): Withheld(0, "", "q3", "type", "list")}
    answer = Answer(arrays=named(q1=np.zeros(4), q2=np.zeros(5, int)), withheld=withheld)
    mismatches = compare_answer(answer, expected, SECRET)
    assert [m.kind for m in mismatches] == ["shape", "dtype", "type"]
    assert not any(secret in m.message for m in mismatches for secret in ("5", "float64"))
    assert all(m.worst is None and m.map is None and not m.wrong and not m.total for m in mismatches)
