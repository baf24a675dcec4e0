"""Distances between arrays, against plain arithmetic and against numpy's own comparison."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graders.compare.closeness import times_allowed
from graders.compare.tolerance import EXACT, Tolerance, tolerance_for
from graders.problem import Check, Compare

TOLERANCE = Tolerance(1e-4, 1e-8)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)
FLOATS = st.floats(width=64, allow_nan=True, allow_infinity=True)


@given(st.data(), SHAPES)
def test_right_and_wrong_are_those_of_numpy(data: st.DataObject, shape: tuple[int, ...]):
    got = data.draw(hnp.arrays(np.float64, shape, elements=FLOATS))
    expected = data.draw(hnp.arrays(np.float64, shape, elements=FLOATS) | st.just(got))
    with np.errstate(all="ignore"):
        right = np.isclose(got, expected, TOLERANCE.rtol, TOLERANCE.atol, equal_nan=True)
    np.testing.assert_array_equal(times_allowed(got, expected, TOLERANCE) <= 1, right)


@given(hnp.arrays(np.float64, SHAPES, elements=FLOATS))
def test_an_array_is_always_right_against_itself(array: np.ndarray):
    assert not times_allowed(array, array.copy(), EXACT).any()


def test_an_error_is_measured_in_what_is_allowed():
    times = times_allowed(np.array([1.003, 5.0]), np.array([1.0, 5.0]), Tolerance(1e-3, 0.0))
    np.testing.assert_allclose(times, [3.0, 0.0])


def test_where_nothing_is_allowed_any_error_is_infinite():
    assert times_allowed(np.array([1.0, 0.5]), np.array([1.0, 0.0]), EXACT).tolist() == [0.0, np.inf]


RELATIVE = Tolerance(1e-2, 0.0, relative=True)


@pytest.mark.parametrize(
    ("got", "expected", "error"),
    [
        (0.0, 0.0, 0.0),
        (-0.0, 0.0, 0.0),
        (0.0, 3.0, 1.0),
        (3.0, 0.0, 1.0),
        (1e-300, 0.0, 1.0),
        (1.0, -1.0, 2.0),
        (98.0, 100.0, 0.02),
        (100.0, 98.0, 0.02),
        (3.0, np.inf, np.inf),
        (np.inf, 3.0, np.inf),
        (np.inf, np.inf, 0.0),
        (np.nan, np.nan, 0.0),
        (np.nan, 1.0, np.inf),
    ],
)
def test_a_relative_error_is_measured_by_the_larger_and_is_none_where_both_are_zero(got, expected, error):
    times = times_allowed(np.array([got]), np.array([expected]), RELATIVE)
    np.testing.assert_allclose(times, [error / 1e-2])


def test_beside_a_relative_error_one_of_atol_is_allowed():
    times = times_allowed(np.array([1e-9, 1e-3]), np.array([0.0, 2e-3]), Tolerance(1e-2, 1e-8, relative=True))
    np.testing.assert_allclose(times, [0.1, 50.0])


@given(st.floats(0.01, 100), st.floats(-1, 1), st.floats(-1, 1))
def test_a_relative_error_has_no_units_and_no_sides(scale, one, other):
    there, back = (
        times_allowed(np.array([a * scale]), np.array([b * scale]), RELATIVE)[0]
        for a, b in ((one, other), (other, one))
    )
    assert there == back
    if min(abs(one), abs(other)) > 1e-200:
        bare = times_allowed(np.array(one), np.array(other), RELATIVE)
        np.testing.assert_allclose(there, bare, rtol=1e-9, atol=1e-9)


def test_a_check_says_how_it_is_compared():
    tolerance = tolerance_for(Check("c", 1, compare=Compare.RELATIVE_ERROR), np.dtype("f8"))
    assert tolerance.relative
    assert str(tolerance) == "relative error 0.0001 or 1e-08"
    assert not tolerance_for(Check("c", 1), np.dtype("f8")).relative


def test_complex_numbers_are_measured_by_their_distance():
    times = times_allowed(np.array([1 + 1j]), np.array([1 + 2j]), Tolerance(0.0, 0.5))
    assert times.tolist() == [2.0]


@pytest.mark.parametrize("shapes", [((1, 3), (3,)), ((0, 3), (1, 3)), ((), (1,))])
def test_nothing_is_broadcast(shapes: tuple[tuple[int, ...], tuple[int, ...]]):
    with pytest.raises(ValueError, match="broadcast"):
        times_allowed(np.ones(shapes[0]), np.ones(shapes[1]), TOLERANCE)


def test_a_check_that_asks_for_exact_numbers_gets_them():
    check = Check("c", 1, rtol=0.0, atol=0.0)
    assert tolerance_for(check, np.dtype("f4")) == EXACT


def test_single_precision_is_not_asked_for_double():
    check = Check("c", 1, rtol=1e-12)
    assert tolerance_for(check, np.dtype("f4"), np.dtype("f8")).rtol == 1e-6
    assert tolerance_for(check, np.dtype("f8")).rtol == 1e-12
