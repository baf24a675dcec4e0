"""A small picture of where an array is wrong."""

from collections.abc import Sequence

import numpy as np

from graders.compare.closeness import Times
from graders.report import ErrorMap

ROWS, COLUMNS = 40, 60
LEVELS = 9


def draw_error_map(times: Times, axes: Sequence[str] = ()) -> ErrorMap:
    """Draw errors, in times the error allowed, on at most ROWS × COLUMNS cells.

    Arrays of one axis are one row, or several where one is too short; of more than two axes all but the
    last become rows; larger ones are binned, and each cell shows its worst element.
    """
    names = [axes[axis] if axis < len(axes) else "" for axis in range(times.ndim)]
    grid, drawn, folded = _as_grid(times, names)
    cells, binned = _bin(grid)
    note = "; ".join(part for part in (folded, binned) if part)
    return ErrorMap(axes=drawn, shape=times.shape, cells=_levels(cells), note=note)


def _as_grid(times: Times, names: list[str]) -> tuple[Times, tuple[str, str], str]:
    """The array as rows and columns, with their names and a note on folding."""
    if times.ndim == 2:
        return times, (names[0] or "rows", names[1] or "columns"), ""
    if times.ndim < 2:
        return _fold_line(times.ravel(), names[0] if names else "")
    folded = " × ".join(name or f"axis {axis}" for axis, name in enumerate(names[:-1]))
    return times.reshape(-1, times.shape[-1]), (folded, names[-1] or "columns"), f"rows run over {folded}"


def _fold_line(line: Times, name: str) -> tuple[Times, tuple[str, str], str]:
    if line.size <= COLUMNS:
        return line[np.newaxis], ("", name or "elements"), ""
    padded = np.zeros(-(-line.size // COLUMNS) * COLUMNS)
    padded[: line.size] = line
    return padded.reshape(-1, COLUMNS), ("", name or "elements"), f"one axis, folded after every {COLUMNS}"


def _bin(grid: Times) -> tuple[Times, str]:
    """The worst of every bin, at most ROWS × COLUMNS of them, and a note if anything was binned."""
    rows, columns = grid.shape
    if rows <= ROWS and columns <= COLUMNS:
        return grid, ""
    high, wide = -(-rows // ROWS), -(-columns // COLUMNS)
    worst = np.maximum.reduceat(grid, range(0, rows, high), axis=0)
    worst = np.maximum.reduceat(worst, range(0, columns, wide), axis=1)
    return worst, f"each cell is the worst of {high} × {wide} elements"


def _levels(cells: Times) -> tuple[tuple[int, ...], ...]:
    """0 where right, else 1…9 by the logarithm of the error; 9 is the worst, or not finite."""
    levels = np.zeros(cells.shape, dtype=int)
    levels[np.isinf(cells)] = LEVELS
    wrong = (cells > 1) & np.isfinite(cells)
    if wrong.any():
        magnitude = np.log(cells[wrong])
        share = magnitude / magnitude.max()
        levels[wrong] = np.clip(np.ceil(share * LEVELS), 1, LEVELS)
    return tuple(tuple(row) for row in levels.tolist())
