"""Distances between arrays, against plain arithmetic and against numpy's own comparison."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graders.compare.closeness import times_allowed
from graders.compare.tolerance import EXACT, Tolerance, tolerance_for
from graders.problem import Check

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
