"""Small pictures of where arrays are wrong."""

import numpy as np

from graders.compare.error_map import COLUMNS, ROWS, draw_error_map


def times(*shape: int) -> np.ndarray:
    return np.zeros(shape)


def test_errors_are_drawn_where_they_are_by_their_logarithm():
    errors = times(3, 4)
    errors[0, 1], errors[1, 1], errors[2, 3] = 1.001, 1000.0, 1e6
    drawn = draw_error_map(errors, ["example", "feature"])
    assert drawn.cells == ((0, 1, 0, 0), (0, 5, 0, 0), (0, 0, 0, 9))
    assert (drawn.axes, drawn.shape, drawn.note) == (("example", "feature"), (3, 4), "")


def test_elements_within_tolerance_stay_white():
    assert draw_error_map(np.full((2, 2), 1.0)).cells == ((0, 0), (0, 0))


def test_what_is_not_finite_is_worst():
    errors = times(1, 3)
    errors[0, 0], errors[0, 2] = np.inf, 50.0
    assert draw_error_map(errors).cells == ((9, 0, 9),)


def test_axes_without_names_are_rows_and_columns():
    assert draw_error_map(times(2, 2)).axes == ("rows", "columns")


def test_one_axis_is_one_row():
    drawn = draw_error_map(times(20), ["example"])
    assert (len(drawn.cells), len(drawn.cells[0]), drawn.axes) == (1, 20, ("", "example"))


def test_a_long_axis_is_folded_and_says_so():
    errors = times(150)
    errors[149] = 5.0
    drawn = draw_error_map(errors)
    assert (len(drawn.cells), len(drawn.cells[0])) == (3, 60)
    assert drawn.cells[2][29] == 9
    assert "folded after every 60" in drawn.note


def test_a_number_alone_is_one_cell():
    assert draw_error_map(np.array(5.0)).cells == ((9,),)


def test_more_than_two_axes_are_folded_into_rows():
    errors = times(2, 3, 4)
    errors[1, 2, 0] = 7.0
    drawn = draw_error_map(errors, ["image", "channel", "width"])
    assert drawn.cells[5] == (9, 0, 0, 0)
    assert (drawn.axes, drawn.shape) == (("image × channel", "width"), (2, 3, 4))
    assert drawn.note == "rows run over image × channel"


def test_a_large_array_shows_the_worst_of_each_bin():
    errors = times(784, 64)
    errors[783, 63] = 3.0
    drawn = draw_error_map(errors)
    assert len(drawn.cells) <= ROWS
    assert all(len(row) <= COLUMNS for row in drawn.cells)
    assert [row for row in drawn.cells if any(row)] == [drawn.cells[-1]]
    assert drawn.cells[-1][-1] == 9
    assert drawn.note == "each cell is the worst of 20 × 2 elements"


def test_no_array_is_drawn_larger_than_the_limits():
    for shape in [(41, 61), (80, 1), (1, 4000), (100_000,), (7, 9, 11, 13), (40, 60)]:
        cells = draw_error_map(times(*shape)).cells
        assert len(cells) <= ROWS
        assert len(cells[0]) <= COLUMNS
