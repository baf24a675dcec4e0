"""Lists and numbers as a check takes them, and what is said of them."""

import numpy as np
import pytest

from graders.answer import Answer
from graders.compare.answers import compare_answer
from graders.compare.listed import as_asked
from graders.diagnose.listings import listing_notes
from graders.problem import Check, Lists

CHECK = Check("backward", 2.0)
INSISTS = Check("backward", 2.0, lists=Lists.REFUSED)


def listed(array: np.ndarray, kind: str = "list") -> Answer:
    return Answer(arrays={("", "db"): array}, read_from={("", "db"): kind}, finished=True)


@pytest.mark.parametrize(
    ("came", "due", "taken"),
    [
        ("int64", "float64", "float64"),
        ("int64", "float32", "float32"),
        ("float64", "float32", "float32"),
        ("int64", "int32", "int32"),
        ("float64", "int64", "float64"),
        ("float32", "float64", "float32"),
        ("bool", "float64", "bool"),
        ("int64", "bool", "int64"),
    ],
)
def test_pythons_numbers_take_the_dtype_that_is_due_and_lose_nothing(came: str, due: str, taken: str):
    answer = as_asked(listed(np.array([0, 1], came)), {("", "db"): np.zeros(2, due)}, CHECK)
    assert answer.arrays["", "db"].dtype.name == taken


def test_a_whole_number_that_is_too_large_for_the_dtype_stays_what_it_is():
    answer = as_asked(listed(np.array([2**40])), {("", "db"): np.zeros(1, "int32")}, CHECK)
    assert answer.arrays["", "db"][0] == 2**40


def test_nothing_that_was_judged_before_is_changed():
    came = listed(np.array([1, 2]))
    as_asked(came, {("", "db"): np.zeros(2)}, INSISTS)
    assert (came.arrays["", "db"].dtype, came.withheld) == (np.int64, {})
    assert came.read_from == {("", "db"): "list"}


def test_a_check_that_insists_on_arrays_takes_no_list():
    expected = {("", "db"): np.array([1.0, 2.0])}
    answer = as_asked(listed(np.array([1.0, 2.0])), expected, INSISTS)
    (mismatch,) = compare_answer(answer, expected, INSISTS)
    assert (mismatch.kind, list(listing_notes(answer))) == ("type", [])
    assert "is a Python list" in mismatch.message


@pytest.mark.parametrize(
    ("answer", "notes"),
    [
        (Answer(), []),
        (listed(np.zeros(3), "tuple"), ["Your `db` is a tuple; it was read as an array of shape (3,)."]),
        (
            listed(np.array(1.0), "numpy.float64"),
            ["Your `db` is a single number; it was read as an array without axes."],
        ),
        (
            Answer(
                arrays={(case, name): np.zeros(2) for case in ("a", "b") for name in ("dW", "db", "_x")},
                read_from={(case, name): "list" for case in ("a", "b") for name in ("dW", "db", "_x")},
            ),
            ["Your `dW` and `db` are lists; each was read as an array."],
        ),
    ],
)
def test_what_was_read_is_noted_once(answer: Answer, notes: list[str]):
    assert list(listing_notes(answer)) == notes
