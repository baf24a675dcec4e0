"""Relations to what else is known of a case: inputs, initial values, other calls and other arrays."""

import numpy as np
import pytest

from tests.unit.graders.diagnose.trials import explained

RNG = np.random.default_rng(1)
DB = RNG.standard_normal((1, 10))
SQUARE = RNG.standard_normal((12, 12))
X = RNG.standard_normal((12, 12))
DELTA = RNG.standard_normal((20, 10))
UP_TO_SIX = RNG.uniform(-6, 6, (20, 10))


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("_x", "is equal to the input `x`. Returned unchanged"),
        ("_out", "is equal to the output of the forward pass."),
        ("_gamma", "is equal to `gamma`."),
        ("_W", "is unchanged from the start. Nothing was updated."),
        ("_initial.W", "is unchanged from the start."),
    ],
)
def test_what_is_returned_unchanged_is_recognized(context: str, said: str):
    explanation = explained({"W": X}, {"W": SQUARE, context: X})
    assert explanation.kind == "unchanged"
    assert explanation.sentence.startswith(f"Your `W` {said}")


def test_an_update_in_the_wrong_direction_is_recognized():
    explanation = explained({"W": X + 1e-3 * SQUARE}, {"W": X - 1e-3 * SQUARE, "_W": X})
    assert explanation.kind == "update"
    assert explanation.sentence == (
        "Your `W` is changed by exactly the negative of what is expected. The step goes the wrong way."
    )


def test_a_step_of_a_wrong_size_is_recognized():
    explanation = explained({"W": X - 20e-3 * SQUARE}, {"W": X - 1e-3 * SQUARE, "_W": X})
    assert explanation.sentence.startswith(
        "Your `W` is changed by exactly 20 × what is expected; 20 is the batch"
    )


def test_an_update_within_the_tolerance_of_the_weights_proves_nothing():
    got = X - 20e-4 * SQUARE
    got[:2] = X[:2] - 20.5e-4 * SQUARE[:2]
    assert explained({"W": got}, {"W": X - 1e-4 * SQUARE, "_W": X}).kind == "values"


def test_gradients_that_pile_up_are_recognized():
    first, second, third = RNG.standard_normal((3, 6, 5))
    expected = {"first call": {"dW": first}, "second call": {"dW": second}, "third call": {"dW": third}}
    got = {"first call": {"dW": first}, "second call": {"dW": first + second}}
    got["third call"] = {"dW": first + second + third}
    explanation = explained(got, expected)
    assert explanation.kind == "stale"
    assert (
        'Your `dW` in "second call" and "third call" is the sum of what is expected' in explanation.sentence
    )
    assert "pile up from call to call" in explanation.sentence


def test_gradients_that_pile_up_on_the_same_input_are_recognized():
    expected = {f"call {k}": {"dW": SQUARE} for k in (1, 2, 3)}
    got = {f"call {k}": {"dW": k * SQUARE} for k in (1, 2, 3)}
    assert explained(got, expected).kind == "stale"


def test_numbers_of_layers_are_no_calls():
    first, second = RNG.standard_normal((2, 6, 6))
    expected = {"linear_layers[0].dW": first, "linear_layers[1].dW": second}
    got = {"linear_layers[0].dW": first, "linear_layers[1].dW": first + second}
    assert explained(got, expected).kind == "some-arrays"


def test_a_result_that_is_returned_again_is_recognized():
    expected = {"batch 1": {"out": SQUARE}, "batch 2": {"out": X}}
    explanation = explained({"batch 1": {"out": SQUARE}, "batch 2": {"out": SQUARE}}, expected)
    assert explanation.sentence.startswith('Your `out` in "batch 2" is what it should be in "batch 1".')


def test_two_arrays_that_are_swapped_are_recognized():
    explanation = explained({"dgamma": X[:1], "dbeta": X[1:2]}, {"dgamma": X[1:2], "dbeta": X[:1]})
    assert explanation.sentence == (
        "Your `dgamma` is what `dbeta` should be. Are the two swapped? "
        "Besides, your `dbeta` is what `dgamma` should be."
    )


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (DELTA - DB, "without `b`. Is it never added?"),
        (DELTA + DB, "plus `b`. Is it never subtracted, or added twice?"),
        (DELTA - 2 * DB, "with `b` subtracted. Add it instead."),
        (DELTA + 2 * DB, "with `b` added. Subtract it instead."),
        (DELTA * DB, "times `b`. Is that product one too many?"),
        (DELTA / DB, "divided by `b`. Is a product with it missing?"),
        (DELTA + UP_TO_SIX, "plus the input `x`. Is it never subtracted, or added twice?"),
    ],
)
def test_what_comes_in_from_the_context_is_named(got: np.ndarray, said: str):
    explanation = explained({"out": got}, {"out": DELTA, "_b": DB, "_x": UP_TO_SIX})
    assert explanation.kind == "combined"
    assert explanation.sentence == f"Your `out` is what is expected {said}"


def test_labels_that_were_never_subtracted_are_named():
    labels = np.eye(10)[RNG.integers(10, size=20)]
    explanation = explained({"derivative": DELTA}, {"derivative": DELTA - labels, "_labels": labels})
    assert explanation.sentence.startswith("Your `derivative` is what is expected plus the labels.")


def test_a_sum_over_the_wrong_axis_of_a_square_array_is_recognized():
    explanation = explained({"db": SQUARE.sum(1)}, {"db": SQUARE.sum(0), "_delta": SQUARE})
    assert explanation.sentence == "Your `db` is summed over axis 1. It must be summed over axis 0."
