"""Known wrong solutions: recognized when they account for everything, and only then."""

from dataclasses import replace
from typing import NoReturn

import numpy as np
import pytest

from graders.diagnose.explain import explain
from graders.problem import Check, Misconception
from tests.unit.graders.diagnose.trials import explained, gather

RNG = np.random.default_rng(7)
OUT, DX = RNG.standard_normal((2, 20, 8))
EXPECTED = {"out": OUT, "dx": DX}
UNBIASED = Misconception("unbiased", "Your variance divides by m − 1.", ["backward"])
NO_EPS = Misconception("no-eps", "You forgot eps.", ["forward"])
OTHER_NO_EPS = Misconception("other-no-eps", "You forgot eps elsewhere.", ["forward"])
WRONG = {"out": OUT * 1.3 + RNG.standard_normal(OUT.shape), "dx": DX}


def test_a_wrong_solution_with_the_same_arrays_is_recognized():
    explanation = explained(WRONG, EXPECTED, wrong_solutions=[(NO_EPS, EXPECTED), (UNBIASED, WRONG)])
    assert (explanation.kind, explanation.misconception) == ("misconception", "unbiased")
    assert explanation.sentence == UNBIASED.hint


def test_it_goes_before_any_relation():
    doubled = {"out": 2 * OUT, "dx": DX}
    assert explained(doubled, EXPECTED, wrong_solutions=[(UNBIASED, doubled)]).misconception == "unbiased"


def test_rounding_does_not_hide_it():
    got = {name: array * (1 + 1e-13) for name, array in WRONG.items()}
    assert explained(got, EXPECTED, wrong_solutions=[(UNBIASED, WRONG)]).misconception == "unbiased"


@pytest.mark.parametrize("name", ["out", "dx"])
def test_one_element_apart_it_is_not_recognized(name: str):
    got = {key: array.copy() for key, array in WRONG.items()}
    got[name][3, 3] += 0.1
    assert explained(got, EXPECTED, wrong_solutions=[(UNBIASED, WRONG)]).misconception == ""


def test_one_case_apart_it_is_not_recognized():
    expected = {"train": {"out": OUT}, "eval": {"out": DX}}
    wrong = {"train": {"out": WRONG["out"]}, "eval": {"out": DX + 1}}
    got = {"train": {"out": WRONG["out"]}, "eval": {"out": DX}}
    assert explained(got, expected, wrong_solutions=[(UNBIASED, wrong)]).misconception == ""
    assert explained(wrong, expected, wrong_solutions=[(UNBIASED, wrong)]).misconception == "unbiased"


def test_the_one_that_claims_the_check_goes_first():
    solutions = [(NO_EPS, WRONG), (UNBIASED, WRONG)]
    assert explained(WRONG, EXPECTED, wrong_solutions=solutions).misconception == "unbiased"


def test_one_that_claims_another_check_is_recognized_too():
    assert explained(WRONG, EXPECTED, wrong_solutions=[(NO_EPS, WRONG)]).misconception == "no-eps"


def test_two_that_claim_other_checks_cannot_be_told_apart():
    solutions = [(NO_EPS, WRONG), (OTHER_NO_EPS, WRONG)]
    assert explained(WRONG, EXPECTED, wrong_solutions=solutions).misconception == ""


def test_a_wrong_solution_that_is_right_here_explains_nothing():
    tolerant = Check("backward", 1, rtol=0.1)
    got = {"out": OUT * 1.12, "dx": DX}
    nearly = {"out": OUT * 1.05, "dx": DX}
    assert explained(got, EXPECTED, tolerant, wrong_solutions=[(UNBIASED, nearly)]).misconception == ""


def test_a_wrong_solution_must_fit_much_better_than_the_right_one():
    tolerant = Check("backward", 1, rtol=0.1)
    got = {"out": OUT * 1.16, "dx": DX}
    wrong = {"out": OUT * 1.16 / 1.05, "dx": DX}
    assert explained(got, EXPECTED, tolerant, wrong_solutions=[(UNBIASED, wrong)]).misconception == ""


def test_the_same_nans_are_recognized():
    nans = {"out": np.where(OUT > 1, np.nan, OUT), "dx": DX}
    stable = Check("backward", 1, stable="subtract the maximum first")
    assert explained(nans, EXPECTED, stable, wrong_solutions=[(UNBIASED, nans)]).misconception == "unbiased"
    others = {"out": np.where(OUT > 1.5, np.nan, OUT), "dx": DX}
    assert explained(others, EXPECTED, stable, wrong_solutions=[(UNBIASED, nans)]).kind == "overflow"


def test_numbers_without_axes_are_recognized_too():
    nan = {"loss": np.array(np.nan)}
    explanation = explained(nan, {"loss": np.array(0.5)}, wrong_solutions=[(UNBIASED, nan)])
    assert explanation.misconception == "unbiased"


def test_one_that_answered_too_little_is_not_recognized():
    assert explained(WRONG, EXPECTED, wrong_solutions=[(UNBIASED, {"out": WRONG["out"]})]).misconception == ""


def test_one_of_another_shape_or_kind_is_not_recognized():
    for strange in (WRONG["out"][:1], np.array("text"), np.full(OUT.shape, "x")):
        solutions = [(UNBIASED, {"out": strange, "dx": DX})]
        assert explained(WRONG, EXPECTED, wrong_solutions=solutions).misconception == ""


def test_wrong_solutions_are_asked_for_only_when_shapes_are_right():
    def never() -> NoReturn:
        pytest.fail("asked for nothing")

    evidence = gather({"out": OUT.T, "dx": DX}, EXPECTED)
    assert explain(replace(evidence, wrong_solutions=never)).kind == "transposed"


def test_a_secret_answer_is_not_recognized():
    secret = Check("mc", 1, reveal=False)
    letters = {"answers": np.array(["a", "b"])}
    explanation = explained(
        letters, {"answers": np.array(["b", "b"])}, secret, wrong_solutions=[(UNBIASED, letters)]
    )
    assert (explanation.kind, explanation.sentence) == ("values", "At least one of the answers is not right.")
