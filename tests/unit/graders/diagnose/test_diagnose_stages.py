"""The stages beside relations: wrong kinds, NaN, changed inputs, what is right in part, and all else."""

import numpy as np
import pytest

from graders.diagnose.calls import call_of
from graders.diagnose.explain import explain
from graders.errors import GraderFault
from graders.problem import Check
from tests.unit.graders.diagnose.trials import CHECK, explained, gather

RNG = np.random.default_rng(11)
A, B, NOISE = RNG.standard_normal((3, 6, 8))


def test_a_wrong_kind_goes_before_wrong_values():
    explanation = explained({"dW": A + 1, "db": B.astype(int)}, {"dW": A, "db": B})
    assert explanation.kind == "dtype"
    assert "`db` has dtype int64" in explanation.sentence


def test_a_misnamed_array_is_all_that_is_told():
    assert explained({"dw": A}, {"dW": A}).sentence == "You answered `dw`, expected `dW`."


def test_others_of_the_same_wrong_kind_are_mentioned():
    sentence = explained({"dW": A.astype(int), "db": B.astype(int)}, {"dW": A, "db": B}).sentence
    assert sentence.endswith("So is `db`.")


def test_a_wrong_shape_without_a_known_slip_is_told_plainly():
    explanation = explained({"dW": A[:, :5]}, {"dW": A})
    assert explanation.kind == "shape"
    assert explanation.sentence == "`dW` has shape (6, 5), expected (6, 8): axis 1 has length 5 instead of 8."


def test_constant_arrays_prove_no_slip_of_shape():
    assert explained({"dW": np.ones(8)}, {"dW": np.ones((6, 8))}).kind == "shape"


def test_nan_is_told_with_its_place_and_the_stable_form():
    got = np.where(A > 1, np.nan, A)
    sentence = explained(
        {"loss": got}, {"loss": A}, Check("c", 1, stable="subtract the row's maximum")
    ).sentence
    count = int((A > 1).sum())
    assert sentence.startswith(f"`loss`: {count} NaN among 48 elements, the first at [")
    assert sentence.endswith("The plain formula overflows at these inputs: subtract the row's maximum.")


def test_nan_without_a_known_stable_form_gets_the_usual_suspects():
    explanation = explained({"loss": A * np.inf}, {"loss": A})
    assert explanation.kind == "finite"
    assert "division by zero" in explanation.sentence


def test_a_number_where_infinity_is_expected_is_no_overflow():
    explanation = explained({"a": A}, {"a": np.where(A > 1, np.inf, A)}, Check("c", 1, stable="subtract"))
    assert explanation.kind == "finite"
    assert "overflow" not in explanation.sentence


def test_changed_inputs_are_told_if_the_arrays_explain_nothing():
    explanation = explained({"dx": A + NOISE}, {"dx": A}, CHECK, changed=("x", "delta"))
    assert explanation.kind == "changed"
    assert explanation.sentence.startswith("Your code writes into its inputs `x` and `delta`, so whatever")


def test_changed_inputs_are_told_even_if_every_array_is_right():
    assert explained({"dx": A}, {"dx": A}, CHECK, changed=("x",)).kind == "changed"


def test_changed_inputs_do_not_hide_a_relation():
    assert explained({"dx": -A}, {"dx": A}, CHECK, changed=("x",)).kind == "sign"


def test_some_arrays_right_and_some_not():
    explanation = explained({"dW": A, "db": B + NOISE}, {"dW": A, "db": B})
    assert explanation.kind == "some-arrays"
    assert explanation.sentence.startswith(
        "`dW` is right, `db` is not. `db`: 48 of 48 elements differ; worst at ["
    )


def test_some_cases_right_and_some_not():
    expected = {"a batch": {"out": A}, "one row": {"out": B}}
    explanation = explained({"a batch": {"out": A}, "one row": {"out": B + NOISE}}, expected)
    assert explanation.kind == "some-cases"
    assert explanation.sentence.startswith('Right in "a batch", wrong in "one row".')


def test_later_calls_wrong_point_to_what_is_kept():
    expected = {"first call": {"out": A}, "second call": {"out": B}}
    explanation = explained({"first call": {"out": A}, "second call": {"out": B + NOISE}}, expected)
    assert explanation.kind == "later-calls"
    assert explanation.sentence.startswith("Call 1 is right, what comes after it is not: is something kept")


def test_an_earlier_call_wrong_points_to_nothing_kept():
    expected = {"first call": {"out": A}, "second call": {"out": B}}
    explanation = explained({"first call": {"out": A + NOISE}, "second call": {"out": B}}, expected)
    assert explanation.kind == "some-cases"


@pytest.mark.parametrize(
    ("region", "said"),
    [(A < 0, "where the input is negative"), (A > 0, "where the input is positive"),
     (np.indices(A.shape)[0] == 5, "at index 5 of the example axis, its last"),
     (np.indices(A.shape)[1] == 2, "at index 2 of the feature axis")],
)  # fmt: skip
def test_wrong_elements_that_fill_a_region_are_told_by_it(region: np.ndarray, said: str):
    check = Check("c", 1, axes={"out": ["example", "feature"]})
    explanation = explained({"out": B + NOISE * region}, {"out": B, "_x": A}, check)
    assert explanation.kind == "some-places"
    assert explanation.sentence.startswith(f"Your `out` is wrong only {said}. `out`: ")


def test_zeros_of_the_input_are_a_region():
    x = np.where(A > 0.5, 0.0, A)
    got = (x >= 0).astype(float)
    explanation = explained({"derivative": got}, {"derivative": (x > 0).astype(float), "_x": x})
    assert "wrong only where the input is 0." in explanation.sentence


def test_a_diagonal_is_a_region():
    square = RNG.standard_normal((7, 7))
    explanation = explained({"a": square + np.diag(RNG.standard_normal(7))}, {"a": square})
    assert "wrong only on the diagonal." in explanation.sentence


def test_a_few_errors_within_a_large_region_are_not_told_by_it():
    got = B.copy()
    for at in np.argwhere(A < 0)[::6]:
        got[tuple(at)] += 1.5
    assert explained({"out": got}, {"out": B, "_x": A}).kind == "values"


def test_otherwise_the_first_wrong_array_is_told_in_figures():
    explanation = explained({"dW": A + NOISE, "db": B - NOISE**2}, {"dW": A, "db": B})
    assert explanation.kind == "values"
    assert explanation.sentence.startswith("`dW`: 48 of 48 elements differ; worst at [")
    assert explanation.sentence.endswith("1 more array is wrong, too.")


def test_a_right_answer_cannot_be_explained():
    with pytest.raises(GraderFault, match="nothing is wrong"):
        explain(gather({"dW": A}, {"dW": A}))


@pytest.mark.parametrize(
    ("case", "name", "number"),
    [("first call", "dW", 1), ("after the second batch", "dW", 2), ("batch 10", "out", 10),
     ("", "dW of call 3", 3), ("", "step_4", 4), ("eval", "W", None),
     ("", "linear_layers[1].dW", None), ("layer 2", "dW", None)],
)  # fmt: skip
def test_calls_are_told_by_their_names(case: str, name: str, number: int | None):
    call = call_of((case, name))
    assert (call[1] if call else None) == number
