"""Columns over an axis."""

from datetime import UTC, datetime, timedelta

from api.pages.site import clock
from api.pages.views.columns import HEIGHT, LEFT, RIGHT, WIDTH, arrivals_view, histogram_view
from api.statistics.arrivals import arrivals

DUE = datetime(2026, 2, 1, 23, 59, tzinfo=UTC)


def test_columns_lie_in_the_frame_and_what_is_late_is_told_apart() -> None:
    moments = [DUE + timedelta(hours=hours) for hours in (-90, -50, -3, -2, -1, -1, 0, 1, 5)]
    drawn = arrivals(moments, DUE)
    assert drawn is not None
    view = arrivals_view(drawn, clock)
    assert sum(column.count for column in view.columns) == 9
    assert sum(column.count for column in view.columns if column.after) == 2
    assert view.line is not None
    for column in view.columns:
        assert LEFT <= column.x <= column.x + column.width <= WIDTH - RIGHT + 0.1
        assert 0 <= column.y <= column.y + column.height <= HEIGHT
        assert (column.x >= view.line - 0.1) is column.after
    assert "due" in [tick.label for tick in view.across]
    assert all(tick.label.isdigit() for tick in view.up), "there is no half handin"


def test_without_a_deadline_there_is_no_line_and_days_are_named() -> None:
    drawn = arrivals([DUE, DUE + timedelta(days=9)], None)
    assert drawn is not None
    view = arrivals_view(drawn, clock)
    assert view.line is None
    assert view.across[0].label.endswith("Feb")


def test_a_histogram_links_to_whom_it_counts_and_nothing_to_nobody() -> None:
    view = histogram_view([0, 2, 1], ["/a", "/b", "/c"])
    assert [column.href for column in view.columns] == ["", "/b", "/c"]
    assert "3 students" in view.title
    assert [column.height > 0 for column in view.columns] == [False, True, True]
