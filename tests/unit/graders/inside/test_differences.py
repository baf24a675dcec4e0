"""Central differences, against derivatives in closed form."""

import numpy as np
import pytest

from graders.inside.differences import differences

X = np.random.default_rng(3).standard_normal((3, 2))


def test_they_are_the_gradient_of_a_sum_along_a_direction():
    along = np.arange(6.0).reshape(3, 2)
    found = differences(np.sin, X, along)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, along * np.cos(X), rtol=1e-8, atol=1e-9)


def test_a_function_may_answer_a_number_and_an_array_may_have_no_axes():
    np.testing.assert_allclose(differences(lambda x: float((x**3).sum()), X), 3 * X**2, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(differences(np.exp, np.array(0.5)), np.exp(0.5), rtol=1e-9)
    assert differences(np.exp, np.zeros((0, 2))).shape == (0, 2)


def test_steps_are_taken_in_double_precision_whatever_the_input_is():
    seen = []

    def cube(x: np.ndarray) -> np.ndarray:
        seen.append(x.dtype.name)
        return x**3

    found = differences(cube, np.array([2, 3]))
    assert set(seen) == {"float64"}
    np.testing.assert_allclose(found, [12, 27], rtol=1e-9)


def test_a_forward_pass_in_single_precision_gets_longer_steps_and_is_known_by_its_dtype():
    found = differences(lambda x: np.sin(x.astype(np.float32)), X)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, np.cos(X), atol=1e-3)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
def test_a_step_is_as_long_as_the_entry_is_large(size: float):
    at = np.array([size])
    np.testing.assert_allclose(differences(lambda x: x**2, at), 2 * at, rtol=1e-6)


def test_a_function_that_writes_into_its_input_changes_nothing_else():
    def spoil(x: np.ndarray) -> np.ndarray:
        x *= 2
        return x

    at = X.copy()
    np.testing.assert_allclose(differences(spoil, at), np.full((3, 2), 2.0), rtol=1e-9)
    np.testing.assert_array_equal(at, X)


def test_one_array_that_is_answered_again_and_again_is_read_each_time():
    kept = np.zeros(2)

    def same(x: np.ndarray) -> np.ndarray:
        kept[:] = 3 * x
        return kept

    np.testing.assert_allclose(differences(same, np.ones(2)), [3, 3], rtol=1e-9)
