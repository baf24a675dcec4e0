"""Numbers as text."""

import numpy as np
import pytest

from graders.compare.number import element_text, texts, times_text


@pytest.mark.parametrize(
    ("expected", "got", "shown"),
    [
        (0.09, 0.12, ("0.09", "0.12")),
        (0.123456, 0.123461, ("0.123456", "0.123461")),
        (1.0, 1.0 + 1e-12, ("1", "1.000000000001")),
        (np.float64("nan"), 1.0, ("nan", "1")),
        (np.float32(0.5), np.float32(-np.inf), ("0.5", "-inf")),
        (np.int64(3), np.int64(4), ("3", "4")),
        (np.str_("b"), np.str_("a"), ("'b'", "'a'")),
        (1 + 2j, 1 - 2j, ("1+2j", "1-2j")),
        (True, False, ("True", "False")),
    ],
)
def test_two_numbers_show_the_digits_that_tell_them_apart(
    expected: object, got: object, shown: tuple[str, str]
):
    assert texts(expected, got) == shown


def test_a_long_text_is_cut():
    assert len(element_text(np.str_("x" * 1000))) == 40


@pytest.mark.parametrize(
    ("times", "text"), [(1.0001, "1.0"), (3.29, "3.2"), (1500.4, "1,500"), (1e9, "more than a million")]
)
def test_an_error_is_told_in_times_allowed(times: float, text: str):
    assert times_text(times) == text
