"""How a student stands, and who of a class is asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from api.statistics.figures import Figures, band_of
from api.statistics.line import Line, Progress, Stage, Student, Try, is_stuck, line_of
from api.statistics.wanted import Order, State, Wanted

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def student(name: str, section: str = "") -> Student:
    return Student(f"id-{name}", f"{name}@x.edu", name.title(), section, f"s-{name}")


def handin(number: int, earned: float | None, found: float | None = None, late: bool = False) -> Try:
    known = earned if found is None else found
    at = NOON + timedelta(hours=number)
    return Try("s", f"handin-{number}", number, at, late, earned, known, 10.0)


def line(name: str, *earned: float, section: str = "", late: bool = False) -> Line:
    tries = [handin(number, each, late=late) for number, each in enumerate(earned, start=1)]
    return line_of(student(name, section), tries, tries[-1] if tries else None, None, 10)


@pytest.mark.parametrize(
    ("found", "stuck"),
    [
        ([], False),
        ([2, 2, 2], False),
        ([2, 2, 2, 2], True),
        ([2, 5, 4, 3, 5], True),
        ([2, 5, 4, 3, 6], False),
        ([10, 10, 10, 10, 10], False),
        ([2, None, None, None, 2, 2], False),
        ([2, None, 2, 2, 2], True),
    ],
)
def test_stuck_is_who_has_handed_in_three_times_more_for_nothing(
    found: list[float | None], stuck: bool
) -> None:
    assert is_stuck(found, reachable=10) is stuck


def test_whoever_handed_nothing_in_is_missing_and_has_no_score() -> None:
    missing = line("ada")
    assert (missing.stage, missing.earned, missing.share, missing.late) == (Stage.MISSING, None, None, False)


@pytest.mark.parametrize(
    ("progress", "stage", "earned", "undecided"),
    [
        (Progress("h", 4, 8, 0, 0, 1), Stage.WAITING, 4, 2),
        (Progress("h", 4, 8, 0, 1, 1), Stage.FAULT, 4, 2),
        (Progress("h", 4, 8, 1, 1, 1), Stage.WORKING, 4, 2),
        (Progress("h", 0, 0, 0, 1, 0), Stage.FAULT, None, 10),
    ],
)
def test_what_is_not_decided_is_told_apart_from_what_is(
    progress: Progress, stage: Stage, earned: float | None, undecided: float
) -> None:
    tried = handin(1, None)
    found = line_of(student("ada"), [tried], tried, progress, 10)
    assert (found.stage, found.earned, found.undecided) == (stage, earned, undecided)


def test_a_class_is_counted_by_the_handins_that_count() -> None:
    lines = [line("ada", 2, 10), line("eve", 5, late=True), line("max"), line("tom", 0)]
    figures = Figures.of(lines)
    assert (figures.students, figures.submitted, figures.late, figures.handins) == (4, 3, 1, 4)
    assert figures.median == 0.5
    assert figures.histogram == (1, 0, 0, 0, 0, 1, 0, 0, 0, 1)


def test_a_class_without_a_handin_has_no_median() -> None:
    assert Figures.of([line("ada")]).median is None
    assert Figures.of([]).students == 0


def test_full_marks_are_in_the_last_tenth() -> None:
    assert [band_of(share) for share in (0, 0.0999, 0.1, 0.3, 0.99, 1)] == [0, 0, 1, 3, 9, 9]


CLASS = [line("zoe", 9, section="A"), line("ada", 2, 2, 2, 2, section="B"), line("max")]


def names(wanted: Wanted, failed: set[str] | None = None) -> list[str]:
    return [each.student.name for each in wanted.chosen(CLASS, failed or set())]


def test_a_class_is_sorted_either_way_and_who_has_none_comes_last() -> None:
    assert names(Wanted()) == ["Ada", "Max", "Zoe"]
    assert names(Wanted(sort=Order.SCORE)) == ["Ada", "Zoe", "Max"]
    assert names(Wanted(sort=Order.SCORE_DOWN)) == ["Zoe", "Ada", "Max"]
    assert names(Wanted(sort=Order.TRIES_DOWN)) == ["Ada", "Zoe", "Max"]
    assert names(Wanted(sort=Order.SECTION_DOWN)) == ["Ada", "Zoe", "Max"]


def test_a_class_is_filtered() -> None:
    assert names(Wanted(q="ZOE@")) == ["Zoe"]
    assert names(Wanted(q="s-max")) == ["Max"]
    assert names(Wanted(state=State.MISSING)) == ["Max"]
    assert names(Wanted(state=State.STUCK)) == ["Ada"]
    assert names(Wanted(state=State.SUBMITTED)) == ["Ada", "Zoe"]
    assert names(Wanted(section="A")) == ["Zoe"]
    assert names(Wanted(section="-")) == ["Max"]
    assert names(Wanted(band=2)) == ["Ada"]
    assert names(Wanted(check="linear/backward"), {"handin-4"}) == ["Ada"]
    assert names(Wanted(check="linear/backward")) == []
