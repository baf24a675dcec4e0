"""Cells that no spreadsheet calculates, and that read back as they were."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cells import as_csv, guarded, number, unguarded


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "'=1", "''@x"]
)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ada", "O'Hara", "'quoted'", "a=b", "", "山田", "١٢"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.text("'=+-@ \tab", max_size=6))
def test_every_text_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    rows = list(
        csv.reader(io.StringIO(as_csv([["=x", -2.5, None, 33.333333], ['say "hi", you', 5.0, 0.0, -0.001]])))
    )
    assert rows == [["'=x", "-2.5", "", "33.33"], ['say "hi", you', "5", "0", "0"]]


def test_numbers_lose_needless_digits_only() -> None:
    assert [number(each) for each in (100.0, 7.5, 1000000.0, 0.005)] == ["100", "7.5", "1000000", "0.01"]
