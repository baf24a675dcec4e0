import re

import pytest

from api.pages.views.error_map import ErrorMapView
from graders.report import ErrorMap, Mismatch

DW = Mismatch("", "dW", "values", "")


def drawn(
    cells: tuple[tuple[int, ...], ...], axes: tuple[str, str] = ("in", "out"), note: str = ""
) -> ErrorMapView:
    view = ErrorMapView.of(DW, ErrorMap(axes, (len(cells), len(cells[0])), cells, note))
    assert view is not None
    return view


def painted(view: ErrorMapView) -> dict[tuple[int, int], int]:
    """Read the cells back from the paths."""
    cells = {}
    for level in view.levels:
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", level.path):
            cells |= {(int(y), int(x) + step): level.magnitude for step in range(int(width))}
    return cells


def test_every_wrong_cell_is_painted_with_its_magnitude() -> None:
    cells = ((0, 3, 3, 0), (9, 0, 3, 1))
    assert painted(drawn(cells)) == {(0, 1): 3, (0, 2): 3, (1, 0): 9, (1, 2): 3, (1, 3): 1}


def test_neighbours_of_one_magnitude_are_one_line() -> None:
    view = drawn(((0,) * 60, *((5,) * 60,) * 39))
    assert view.levels[0].path.count("M") == 39


def test_a_large_map_fits_a_page_and_a_small_one_is_no_speck() -> None:
    large, small = drawn(((0,) * 60, *((1,) * 60,) * 39)), drawn(((1, 0),))
    assert large.cell * large.columns <= 600
    assert large.cell * large.rows <= 320
    assert small.cell >= 16


def test_the_title_says_how_much_is_wrong() -> None:
    assert drawn(((0, 1), (2, 0))).title == "Error map of dW: 2 of 4 cells are wrong"


def test_the_caption_names_axes_shape_and_folding() -> None:
    view = drawn(((1, 0),), axes=("", "elements"), note="each cell is the worst of 2 × 2 elements")
    assert view.caption == "elements of an array of shape `(1, 2)`; each cell is the worst of 2 × 2 elements."


@pytest.mark.parametrize("cells", [(), ((9, 9), (9, 9)), ((4,),)])
def test_an_array_that_is_wrong_alike_everywhere_needs_no_map(cells: tuple[tuple[int, ...], ...]) -> None:
    assert ErrorMapView.of(DW, ErrorMap(("rows", "columns"), (2, 2), cells)) is None
