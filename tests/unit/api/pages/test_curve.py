import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.views.curve import HEIGHT, MOST_ROWS, WIDTH, CurveView, numbers, span
from graders.report import Curve

LOSSES = Curve("training losses", (2.3, 1.1, 0.6), (2.4, 1.0, 0.5), "epoch")


def numbers_of(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_both_curves_are_drawn_over_the_same_axes() -> None:
    view = CurveView.of(LOSSES)
    assert view.yours.path.count("L") == view.reference.path.count("L") == 2
    (x1, y1), (x2, y2), (x3, y3) = view.yours.marks
    assert x1 < x2 < x3
    assert y1 < y2 < y3  # a falling loss falls in the drawing, whose y counts from the top
    assert view.reference.marks[0][1] < y1
    assert view.axis == "epoch"


def test_axes_have_round_numbers_and_zero_where_it_is_near() -> None:
    view = CurveView.of(LOSSES)
    assert [tick.label for tick in view.up] == ["0", "1", "2", "3"]
    assert [tick.label for tick in view.across] == ["1", "2", "3"]
    far = CurveView.of(Curve("x", (100.1, 100.9), (100.2, 100.3)))
    assert [tick.label for tick in far.up] == ["100", "100.25", "100.5", "100.75", "101"]


@pytest.mark.parametrize(
    ("length", "named"), [(1, [1]), (5, [1, 2, 3, 4, 5]), (100, [1, 20, 40, 60, 80, 100])]
)
def test_some_elements_are_named(length: int, named: list[int]) -> None:
    assert numbers(length) == named


def test_a_curve_is_broken_where_it_is_no_number_and_that_is_said() -> None:
    view = CurveView.of(Curve("losses", (1.0, None, 3.0, 4.0), (1.0, 2.0, 3.0, 4.0)))
    assert view.yours.path.count("M") == 2
    assert view.note == "Of 4 numbers, 1 is not finite."
    assert view.rows[1].yours == "not finite"


def test_curves_of_two_lengths_are_drawn_as_they_are() -> None:
    view = CurveView.of(Curve("losses", (1.0, 2.0), (1.0, 2.0, 3.0)))
    assert view.note == "2 elements were handed in; the reference has 3."
    assert [row.yours for row in view.rows] == ["1", "2", "–"]


def test_a_long_curve_is_a_line_without_marks_and_a_table_of_some_rows() -> None:
    values = tuple(float(number) for number in range(2000))
    view = CurveView.of(Curve("losses", values, values))
    assert view.yours.marks == ()
    assert len(view.rows) <= MOST_ROWS + 1
    assert view.rows[-1].number == 2000


def test_the_title_says_what_the_drawing_shows() -> None:
    got, reference = CurveView.of(LOSSES).title.split("; ")
    assert got == "training losses: what was handed in goes from 2.3 to 0.6 in 3 steps"
    assert reference == "the reference goes from 2.4 to 0.5 in 3 steps"


ANY = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY, max_size=50), st.lists(ANY, max_size=50))
def test_every_curve_lies_within_its_drawing(got: list[float | None], expected: list[float | None]) -> None:
    view = CurveView.of(Curve("x", tuple(got), tuple(expected)))
    for line in (view.yours, view.reference):
        placed = [*numbers_of(line.path), *(number for mark in line.marks for number in mark)]
        assert all(math.isfinite(number) and 0 <= number <= WIDTH for number in placed)
        assert all(0 <= y <= HEIGHT for y in placed[1::2])
    assert 2 <= len(view.up) <= 12


@pytest.mark.parametrize("values", [[], [0.0], [5.0], [-3.0, -3.0], [5e-324, 0.0], [1e308, -1e308]])
def test_every_range_is_one(values: list[float]) -> None:
    low, high, step = span(values)
    assert low < high
    assert step > 0
