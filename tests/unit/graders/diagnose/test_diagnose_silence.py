"""A wrong explanation is worse than none: relations are seen where they hold, and nowhere else."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.graders.diagnose.trials import CHECK, explained

PLAIN = {"values", "some-arrays", "some-places", "some-cases", "later-calls"}
"""The kinds of explanations that only say where and how far."""

SEEDS = st.integers(0, 2**32 - 1)
SIDES = st.integers(3, 9)
SMALL = settings(max_examples=60, deadline=None)

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]

RELATIONS: dict[str, tuple[str, Change]] = {
    "batch size": ("factor", lambda a, _: a * 20),
    "inverse": ("factor", lambda a, _: a / 20),
    "bias correction": ("factor", lambda a, _: a * 20 / 19),
    "double": ("factor", lambda a, _: a * 2),
    "plain": ("factor", lambda a, rng: a * rng.integers(3, 900)),
    "sign": ("sign", lambda a, _: -a),
    "transposed": ("transposed", lambda a, _: a.T),
    "flipped": ("flipped", lambda a, rng: np.flip(a, rng.integers(2))),
    "offset": ("offset", lambda a, rng: a + rng.choice([-1, 1]) * rng.uniform(0.5, 5)),
    "row offset": ("offset", lambda a, rng: a + rng.uniform(1, 5, (1, a.shape[1]))),
    "zeros": ("zeros", lambda a, _: a * 0),
    "constant": ("constant", lambda a, rng: np.full_like(a, rng.uniform(1, 2))),
    "sigmoid": ("function", lambda a, _: 1 / (1 + np.exp(-a))),
    "square": ("function", lambda a, _: a**2),
    "complement": ("function", lambda a, _: 1 - a),
    "rounded": ("precision", lambda a, rng: a.round(int(rng.integers(1, 3)))),
}


def drawn(seed: int, rows: int, columns: int) -> tuple[np.ndarray, np.random.Generator]:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((rows, columns)), rng


@pytest.mark.parametrize("name", RELATIONS)
@SMALL
@given(seed=SEEDS, side=SIDES)
def test_a_relation_is_seen_wherever_it_holds(name: str, seed: int, side: int):
    kind, change = RELATIONS[name]
    expected, rng = drawn(seed, side, side)
    assert explained({"dW": change(expected, rng)}, {"dW": expected}).kind == kind


@pytest.mark.parametrize("name", RELATIONS)
@SMALL
@given(seed=SEEDS, side=SIDES, size=st.floats(0.01, 100), data=st.data())
def test_one_element_off_and_no_relation_is_seen(
    name: str, seed: int, side: int, size: float, data: st.DataObject
):
    expected, rng = drawn(seed, side, side)
    got = np.array(RELATIONS[name][1](expected, rng))
    at = data.draw(st.tuples(st.integers(0, side - 1), st.integers(0, side - 1)))
    got[at] += size * (1 + abs(got[at]))
    assert explained({"dW": got}, {"dW": expected}).kind in PLAIN


@pytest.mark.parametrize("name", RELATIONS)
@SMALL
@given(seed=SEEDS, side=SIDES)
def test_one_array_unexplained_and_no_relation_is_seen(name: str, seed: int, side: int):
    expected, rng = drawn(seed, side, side)
    other = rng.standard_normal((3, 4))
    got = {"dW": RELATIONS[name][1](expected, rng), "db": other + rng.standard_normal(other.shape)}
    assert explained(got, {"dW": expected, "db": other}).kind in PLAIN


@settings(max_examples=300, deadline=None)
@given(
    seed=SEEDS,
    rows=st.integers(1, 9),
    columns=st.integers(1, 9),
    scale=st.floats(1e-3, 1e3),
    share=st.floats(0, 1),
)
def test_random_errors_are_never_explained(seed: int, rows: int, columns: int, scale: float, share: float):
    expected, rng = drawn(seed, rows, columns)
    errors = scale * rng.standard_normal(expected.shape) * (rng.random(expected.shape) <= share)
    assume((np.abs(errors) > 1e-3 * (1 + np.abs(expected))).any())
    context = {"_x": rng.standard_normal(expected.shape), "_dW": rng.standard_normal(expected.shape)}
    context["_b"] = rng.standard_normal((1, columns))
    assert explained({"dW": expected + errors}, {"dW": expected, **context}).kind in PLAIN


@settings(max_examples=200, deadline=None)
@given(seed=SEEDS, side=st.integers(2, 30), size=st.floats(1.01, 9))
def test_errors_just_beyond_tolerance_are_never_explained(seed: int, side: int, size: float):
    expected, rng = drawn(seed, side, side)
    allowed = CHECK.rtol * np.abs(expected) + CHECK.atol
    noise = rng.uniform(-1, 1, expected.shape)
    noise.flat[0] = 1.0
    assert explained({"dW": expected + size * allowed * noise}, {"dW": expected}).kind in PLAIN


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS, factor=st.floats(0.01, 300))
def test_a_factor_is_called_only_what_it_is(seed: int, factor: float):
    expected, _ = drawn(seed, 6, 5)
    names = {20: "20 ×", 1 / 20: "1/20 of", 0.008: "0.008 ×", 125: "125 ×"}
    assume(abs(factor - 1) > 1e-2)
    assume(all(abs(factor / near - 1) > 1e-4 for near in names))
    sentence = explained({"dW": factor * expected}, {"dW": expected}).sentence
    assert not any(f"exactly {name}" in sentence for name in names.values())


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.full((4, 4), 20.0), np.ones((4, 4))),
        (np.full((4, 4), -1.0), np.ones((4, 4))),
        (np.ones((4, 4)), np.zeros((4, 4))),
        (np.full((5, 1), 3.0), np.full((5, 1), 1.5)),
        (np.array([20.0]), np.array([1.0])),
        (np.array(-3.5), np.array(3.5)),
        (np.array([[2.0, 4.0]]), np.array([[1.0, 2.0]])),
        (np.array([2.0, 1.0]), np.array([1.0, 2.0])),
        (np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])),
        (np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[1.0, 3.0], [2.0, 1.0]])),
        (np.array([0.0]), np.array([0.3])),
        (np.eye(6), np.eye(6)[::-1]),
    ],
    ids=str,
)
def test_small_and_constant_arrays_prove_nothing(got: np.ndarray, expected: np.ndarray):
    assert explained({"a": got}, {"a": expected}).kind in PLAIN


def test_a_symmetric_array_is_never_called_transposed():
    rng = np.random.default_rng(3)
    half = rng.standard_normal((6, 6))
    symmetric = half + half.T
    got = symmetric + np.triu(rng.standard_normal((6, 6)), 1)
    assert explained({"a": got}, {"a": symmetric}).kind in PLAIN


def test_an_antisymmetric_array_is_both_negated_and_transposed_and_so_neither():
    half = np.random.default_rng(3).standard_normal((6, 6))
    antisymmetric = half - half.T
    assert explained({"a": antisymmetric.T}, {"a": antisymmetric}).kind in PLAIN


def test_a_palindrome_is_never_called_reversed():
    expected = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
    got = np.array([1.0, 3.0, 2.0, 3.0, 1.0])
    assert explained({"a": got}, {"a": expected}).kind in PLAIN


def test_an_odd_line_is_both_negated_and_reversed_and_so_neither():
    expected = np.linspace(-2, 2, 9)
    assert explained({"a": -expected}, {"a": expected}).kind in PLAIN


def test_a_few_zeros_for_negative_numbers_are_no_relu():
    expected = np.abs(np.random.default_rng(4).standard_normal(16))
    expected[:5] *= -1
    assert explained({"a": np.maximum(expected, 0)}, {"a": expected}).kind in PLAIN


def test_nearly_the_same_numbers_elsewhere_are_not_the_very_numbers():
    rng = np.random.default_rng(4)
    expected = rng.standard_normal(30)
    got = rng.permutation(expected) * (1 + 1e-6 * rng.standard_normal(30))
    assert explained({"a": got}, {"a": expected}).kind in PLAIN


@settings(max_examples=300, deadline=None)
@given(seed=SEEDS, rows=st.integers(1, 3), columns=st.integers(1, 3), largest=st.integers(1, 3))
def test_a_few_whole_numbers_prove_nothing(seed: int, rows: int, columns: int, largest: int):
    rng = np.random.default_rng(seed)
    got, expected, x, w = rng.integers(-largest, largest + 1, (4, rows, columns)).astype(float)
    assume((got != expected).any())
    assert explained({"W": got}, {"W": expected, "_x": x, "_W": w}).kind in PLAIN


def test_what_holds_in_one_case_only_explains_nothing():
    rng = np.random.default_rng(4)
    expected = {"one": {"dW": rng.standard_normal((4, 4))}, "two": {"dW": rng.standard_normal((4, 4))}}
    got = {"one": {"dW": 20 * expected["one"]["dW"]}, "two": {"dW": 3 + expected["two"]["dW"]}}
    assert explained(got, expected).kind == "values"


def test_a_context_of_zeros_is_not_what_was_returned():
    expected = {"db": np.random.default_rng(0).standard_normal((1, 8)), "_x": np.zeros((1, 8))}
    assert explained({"db": np.zeros((1, 8))}, expected).kind == "zeros"


def test_equal_siblings_are_not_called_swapped():
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 3, 3))
    explanation = explained({"one": b, "two": b, "three": b}, {"one": a, "two": b, "three": b})
    assert explanation.kind == "some-arrays"


def test_nothing_is_said_of_text_and_complex_numbers_but_where():
    assert explained({"q": np.array(["a", "b", "c"])}, {"q": np.array(["c", "b", "a"])}).kind == "values"
    assert explained({"q": np.array([1j, 2j, 3j])}, {"q": -np.array([1j, 2j, 3j])}).kind == "values"
