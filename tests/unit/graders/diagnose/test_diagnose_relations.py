"""Every relation that an explanation may name, played out as a student would get it."""

import numpy as np
import pytest

from graders.problem import Check
from tests.unit.graders.diagnose.trials import CHECK, explained

RNG = np.random.default_rng(1)
DW = RNG.standard_normal((784, 10))
DB = RNG.standard_normal((1, 10))
SQUARE = RNG.standard_normal((12, 12))
ROW = RNG.standard_normal((1, 12))
DELTA = RNG.standard_normal((20, 10))
UP_TO_SIX = RNG.uniform(-6, 6, (20, 10))


@pytest.mark.parametrize(
    ("factor", "kind", "said"),
    [
        (20, "factor", "exactly 20 × what is expected; 20 is the batch size. Average over the batch."),
        (
            1 / 20,
            "factor",
            "exactly 1/20 of what is expected; 20 is the batch size. It was averaged once too often",
        ),
        (-1, "sign", "exactly the negative of what is expected. The sign is flipped."),
        (0.008, "factor", "exactly 0.008 × what is expected; 0.008 is the learning rate."),
        (1 / 0.008, "factor", "exactly 1/0.008 of what is expected; 0.008 is the learning rate."),
        (2, "factor", "exactly 2 × what is expected."),
        (0.5, "factor", "exactly half of what is expected."),
        (
            -20,
            "factor",
            "exactly −20 × what is expected; 20 is the batch size. Average over the batch. The sign is",
        ),
        (
            20 / 19,
            "factor",
            "exactly 20/19 of what is expected; 20 is the batch size. You divide by m − 1; divide by m.",
        ),
        (
            19 / 20,
            "factor",
            "exactly 19/20 of what is expected; 20 is the batch size. You divide by m; divide by m − 1",
        ),
        (np.sqrt(19 / 20), "factor", "exactly √(19/20) of what is expected; 20 is the batch size."),
        (3, "factor", "exactly 3 × what is expected."),
        (1 / 7, "factor", "exactly 1/7 of what is expected."),
        (0.75, "factor", "exactly 3/4 of what is expected."),
    ],
)
def test_a_constant_factor_is_named(factor: float, kind: str, said: str):
    explanation = explained({"dW": factor * DW, "db": factor * DB}, {"dW": DW, "db": DB})
    assert explanation.kind == kind
    assert explanation.sentence.startswith(f"Your `dW` and `db` are {said}")


@pytest.mark.parametrize("factor", [1.7182, 3.003, 7.0001, 1 / 3.003, 20.01, 1001])
def test_a_factor_that_is_no_simple_number_is_not_named(factor: float):
    assert explained({"dW": factor * DW}, {"dW": DW}).kind == "values"


def test_a_factor_with_two_names_has_both_and_no_advice():
    check = Check("c", 1, scales={"the batch size": 20.0, "the number of classes": 20.0})
    sentence = explained({"dW": 20 * DW}, {"dW": DW}, check).sentence
    assert sentence.endswith("20 is the batch size and 20 is the number of classes.")


def test_the_batch_size_of_each_case_is_read_off_its_input():
    expected = {
        name: {"dW": RNG.standard_normal((4, 3)), "_x": np.ones((m, 4))} for name, m in [("a", 5), ("b", 7)]
    }
    got = {"a": {"dW": 5 * expected["a"]["dW"]}, "b": {"dW": 7 * expected["b"]["dW"]}}
    sentence = explained(got, expected, Check("c", 1)).sentence
    assert 'Your `dW` in "a" is exactly 5 × what is expected; 5 is the batch size. Average' in sentence
    assert 'Besides, your `dW` in "b" is exactly 7 ×' in sentence


@pytest.mark.parametrize(
    ("got", "kind", "said"),
    [
        (SQUARE.T, "transposed", "is transposed."),
        (SQUARE[::-1], "flipped", "is reversed along axis 0."),
        (SQUARE[:, ::-1], "flipped", "is reversed along axis 1."),
        (SQUARE[::-1, ::-1], "flipped", "is reversed along axis 0 and axis 1."),
        (SQUARE + 0.5, "offset", "is too large by 0.5 everywhere. Is a bias missing"),
        (SQUARE - 3, "offset", "is too small by 3 everywhere."),
        (SQUARE + ROW, "offset", "is off by the same amounts all along axis 0."),
        (np.zeros_like(SQUARE), "zeros", "is all zeros. It looks like the starter's value"),
        (np.full_like(SQUARE, 0.25), "constant", "is 0.25 everywhere."),
        (np.abs(SQUARE), "function", "is the absolute value of what is expected."),
        (np.maximum(SQUARE, 0), "function", "is ReLU of what is expected. Is ReLU applied once too often?"),
        (1 / (1 + np.exp(-SQUARE)), "function", "is the sigmoid of what is expected."),
        (np.tanh(SQUARE), "function", "is tanh of what is expected."),
        (np.exp(SQUARE), "function", "is the exponential of what is expected."),
        (SQUARE**2, "function", "is the square of what is expected."),
        (1 - SQUARE, "function", "is 1 minus what is expected."),
        (1 / SQUARE, "function", "is 1 divided by what is expected."),
        (np.random.default_rng(5).permutation(SQUARE), "order", "is made of the very numbers"),
        (SQUARE.round(3), "precision", "is rounded to 3 decimals."),
    ],
)  # fmt: skip
def test_a_relation_is_named(got: np.ndarray, kind: str, said: str):
    explanation = explained({"dW": got}, {"dW": SQUARE})
    assert explanation.kind == kind
    assert explanation.sentence.startswith(f"Your `dW` {said}")


def test_zeros_are_named_even_where_everything_expected_rounds_to_zero():
    assert explained({"dW": np.zeros_like(SQUARE)}, {"dW": SQUARE / 100}).kind == "zeros"


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (np.tanh, "tanh"),
        (np.exp, "the exponential"),
        (np.square, "the square"),
        (lambda x: np.maximum(x, 0), "ReLU"),
    ],
)
def test_a_missing_function_is_named(function: np.ufunc, name: str):
    explanation = explained({"out": UP_TO_SIX}, {"out": function(UP_TO_SIX)})
    assert explanation.sentence == f"Your `out` is what is expected before {name}. Is {name} missing?"


def test_single_precision_is_named_even_after_it_was_cast_back():
    check = Check("c", 1, rtol=1e-9)
    explanation = explained({"dW": DW.astype("f4").astype("f8")}, {"dW": DW}, check)
    assert explanation.sentence == "Your `dW` is computed in float32. This check asks for float64."


def test_single_precision_is_named_by_its_dtype():
    explanation = explained({"dW": DW.astype("f4")}, {"dW": DW})
    assert explanation.kind == "precision"
    assert explanation.sentence == "Your `dW` is computed in float32; this check asks for float64."


def test_wrong_numbers_that_fit_single_precision_are_not_excused_by_it():
    wrong = RNG.standard_normal(DW.shape).astype("f4").astype("f8")
    assert explained({"dW": wrong}, {"dW": DW}).kind == "values"


def test_a_wrong_array_in_single_precision_is_not_excused_by_it():
    assert explained({"dW": (2 * DW).astype("f4")}, {"dW": DW}).kind == "dtype"


def test_axes_are_named_as_the_check_names_them():
    check = Check("c", 1, axes={"W": ["filter", "tap"]})
    assert "reversed along the tap axis" in explained({"W": SQUARE[:, ::-1]}, {"W": SQUARE}, check).sentence


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (
            1 / 20**3,
            "1/20³ of what is expected; 20 is the batch size. It is averaged over the batch at every layer",
        ),
        (
            20 / 784,
            "20/784 of what is expected; 20 is the batch size and 784 is the number of features",
        ),
        (1 / np.log(2), "1/ln 2 × what is expected. Take the natural logarithm, np.log, not np.log2."),
    ],
)
def test_a_factor_of_batches_features_or_logarithms_is_named(factor: float, said: str):
    explanation = explained({"dW": factor * DW}, {"dW": DW, "_x": RNG.random((20, 784))})
    assert explanation.sentence.startswith(f"Your `dW` is exactly {said}")


AXES = Check("c", 1, axes={"loss": ["batch", "feature"]})


@pytest.mark.parametrize(
    ("got", "expected", "kind", "said"),
    [
        (DW.T, DW, "transposed", "is transposed: yours is (10, 784), expected (784, 10)."),
        (
            DB[0],
            DB,
            "keepdims",
            "is right in its numbers but not in its shape: yours is (10,), expected (1, 10).",
        ),
        (
            DB,
            DB[0],
            "keepdims",
            "is right in its numbers but not in its shape: yours is (1, 10), expected (10,).",
        ),
        (DELTA.sum(0), DELTA, "axis", "is summed over the batch axis."),
        (DELTA.mean(1, keepdims=True), DELTA, "axis", "is averaged over the feature axis."),
        (
            DELTA,
            DELTA.sum(0, keepdims=True),
            "axis",
            "is still to be summed over axis 0. Its shape must be (1, 10).",
        ),
        (DELTA, DELTA.mean(1), "axis", "is still to be averaged over axis 1. Its shape must be (20,)."),
        (DELTA.reshape(10, 20), DELTA, "reshaped", "is right in its numbers but not in its shape:"),
    ],
)
def test_a_wrong_shape_is_explained_by_the_numbers(
    got: np.ndarray, expected: np.ndarray, kind: str, said: str
):
    explanation = explained({"loss": got}, {"loss": expected}, AXES)
    assert explanation.kind == kind
    assert explanation.sentence.startswith(f"Your `loss` {said}")


def test_a_sum_over_the_features_that_belongs_over_the_batch_is_recognized():
    explanation = explained({"db": DELTA.sum(1)}, {"db": DELTA.sum(0, keepdims=True), "_delta": DELTA})
    assert explanation.sentence == "Your `db` is summed over axis 1. It must be summed over axis 0."


def test_different_relations_of_different_arrays_are_all_told():
    explanation = explained({"dW": 20 * DW, "db": -DB}, {"dW": DW, "db": DB})
    assert explanation.sentence == (
        "Your `dW` is exactly 20 × what is expected; 20 is the batch size. Average over the batch. "
        "Besides, your `db` is exactly the negative of what is expected."
    )


def test_right_arrays_beside_a_related_one_are_left_out():
    explanation = explained({"dW": DW, "db": -DB}, {"dW": DW, "db": DB})
    assert explanation.sentence.startswith("Your `db` is exactly the negative")


def test_many_arrays_are_counted_rather_than_listed():
    expected = {f"layers[{i}].W": RNG.standard_normal((3, 3)) for i in range(9)}
    sentence = explained({name: -array for name, array in expected.items()}, expected).sentence
    assert sentence.startswith(
        "Your `layers[0].W`, `layers[1].W`, `layers[2].W` and 6 more are exactly the negative"
    )


def test_small_arrays_speak_for_a_relation_together():
    expected = {f"case {c}": {"loss": RNG.standard_normal(1)} for c in "abcde"}
    got = {case: {"loss": -arrays["loss"]} for case, arrays in expected.items()}
    assert explained(got, expected, CHECK).kind == "sign"
