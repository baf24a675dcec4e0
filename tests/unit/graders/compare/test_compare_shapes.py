"""A wrong shape is told with both shapes and the slip that leads from one to the other."""

import pytest

from graders.compare.shape import Shape, describe_shape


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        ((10, 784), (784, 10), "transposed?"),
        ((0, 3), (5, 3), "it is empty"),
        ((10,), (1, 10), "keepdims=True keeps"),
        ((1, 10), (10,), "an axis of length 1 too many"),
        ((10,), (20, 10), "the batch axis is gone, so it was summed or averaged away"),
        ((20, 10), (10,), "axis 0 is one too many, so a sum or mean over it may be missing"),
        ((1, 10), (20, 10), "the batch axis was summed or averaged away"),
        ((20, 10), (1, 10), "a sum or mean over the batch axis is missing"),
        ((20, 9), (20, 10), "the feature axis has length 9 instead of 10"),
        ((5, 40), (20, 10), "as many elements, otherwise arranged"),
    ],
)
def test_a_slip_is_named(got: Shape, expected: Shape, said: str):
    sentence = describe_shape(got, expected, ["batch", "feature"])
    assert sentence == f"has shape {got}, expected {expected}: {said}" or said in sentence
    assert str(got) in sentence
    assert str(expected) in sentence


def test_shapes_that_have_nothing_in_common_are_only_told():
    assert describe_shape((2, 3), (5, 7)) == "has shape (2, 3), expected (5, 7)"


def test_equal_shapes_are_nothing_to_tell():
    assert describe_shape((2, 3), (2, 3)) == ""
