"""An error map as a drawing: where an array is wrong, and how badly, by lightness."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from graders.report import ErrorMap, Mismatch

WIDEST = 600
TALLEST = 320
LARGEST_CELL = 28

Cells = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Level:
    """All cells of one magnitude (1 to 9) as one SVG path in units of cells."""

    magnitude: int
    path: str


@dataclass(frozen=True)
class ErrorMapView:
    """What a template needs to draw a map. Sizes are in cells; `cell` is a cell's side in pixels."""

    rows: int
    columns: int
    cell: int
    levels: tuple[Level, ...]
    cells: Cells
    row_axis: str
    column_axis: str
    title: str
    caption: str

    @classmethod
    def of(cls, mismatch: Mismatch, picture: ErrorMap) -> "ErrorMapView | None":
        """Lay out one array's map; None where all cells are alike, for such a drawing says nothing."""
        rows, columns = len(picture.cells), max(map(len, picture.cells), default=0)
        if len({magnitude for row in picture.cells for magnitude in row}) < 2:
            return None
        return cls(
            rows=rows,
            columns=columns,
            cell=max(4, min(LARGEST_CELL, WIDEST // columns, TALLEST // rows)),
            levels=tuple(levels(picture.cells)),
            cells=picture.cells,
            row_axis=picture.axes[0],
            column_axis=picture.axes[1],
            title=title(mismatch, picture),
            caption=caption(picture),
        )


def title(mismatch: Mismatch, picture: ErrorMap) -> str:
    """Say in words what the drawing shows, for those who cannot see it."""
    wrong = sum(1 for row in picture.cells for magnitude in row if magnitude)
    total = sum(map(len, picture.cells))
    return f"Error map of {mismatch.array}: {wrong} of {total} cells are wrong"


def caption(picture: ErrorMap) -> str:
    """Say what the rows and columns are, and how a large array was folded into them."""
    axes = " × ".join(filter(None, picture.axes))
    note = f"; {picture.note}" if picture.note else ""
    return f"{axes} of an array of shape `{tuple(picture.shape)}`{note}."


def levels(cells: Cells) -> Iterator[Level]:
    """Gather the wrong cells by magnitude, mildest first."""
    for magnitude in range(1, 10):
        path = "".join(runs(cells, magnitude))
        if path:
            yield Level(magnitude, path)


def runs(cells: Cells, magnitude: int) -> Iterator[str]:
    """Draw each horizontal run of cells of one magnitude as one line, as thick as a cell is high."""
    for y, row in enumerate(cells):
        x = 0
        for value, group in groupby(row):
            width = len(list(group))
            if value == magnitude:
                yield f"M{x} {y}h{width}"
            x += width
