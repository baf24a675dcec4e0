"""Ratios are taken round by round, an aim that is missed is said, and parts add up to the whole."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from rich.console import Console, RenderableType

from tests.bench import spans
from tests.bench.aims import Aim, start_aim
from tests.bench.breakdown import Breakdown
from tests.bench.grading import Compared, Way
from tests.bench.spans import REST, Spans
from tests.bench.spread import Spread, times, until
from tests.bench.start_up import Missing, StartUp
from tests.bench.tables import breakdown_table, grading_table, start_up_table


def text(shown: RenderableType) -> list[str]:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(shown)
    return [" ".join(line.split()) for line in captured.get().splitlines()]


def test_a_spread_is_the_middle_and_the_edges():
    spread = Spread.of([3.0, 1.0, 2.0, 5.0, 4.0])

    assert (spread.median, spread.least, spread.most, spread.count) == (3.0, 1.0, 5.0, 5)
    assert spread.p95 == pytest.approx(4.8)


def test_of_a_single_measurement_all_are_that_one():
    assert Spread.of([2.0]) == Spread(2.0, 2.0, 2.0, 2.0, 1)


def test_a_machine_that_slows_down_for_a_round_changes_no_ratio():
    assert times([3.0, 30.0, 3.0], [2.0, 20.0, 2.0]) == Spread(1.5, 1.5, 1.5, 1.5, 3)


def test_rounds_that_do_not_fit_each_other_are_not_compared():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        times([1.0, 2.0], [1.0])


def test_what_takes_long_is_taken_least_often_and_what_is_quick_most_often():
    long_ago = -1e9
    more = until(1.0, least=2, most=8)

    assert [more(count, long_ago) for count in (0, 1, 2)] == [True, True, False]
    assert not until(1e12, least=2, most=8)(8, long_ago)
    assert until(1e12, least=2, most=8)(7, long_ago)


@pytest.mark.parametrize(("figure", "told"), [(1.2, "≤ 1.5 met"), (1.5, "≤ 1.5 met"), (1.51, "≤ 1.5 MISSED")])
def test_an_aim_that_is_missed_is_said(figure, told):
    assert Aim(1.5).told(figure) == told


def test_only_the_default_box_has_aims_for_its_start():
    assert start_aim("namespaces", "numpy", ahead=False) == Aim(10.0)
    assert start_aim("namespaces", "torch", ahead=True) == Aim(15.0)
    assert start_aim("docker", "numpy", ahead=True) is None


def a_clock(*moments: float) -> Callable[[], float]:
    left: Iterator[float] = iter(moments)
    return lambda: next(left)


def test_a_moment_belongs_to_the_innermost_span_and_the_parts_add_up():
    measured = Spans(a_clock(0.0, 1.0, 3.0, 7.0, 15.0, 31.0))
    with measured.whole(), measured.span("outer"), measured.span("inner"):
        pass

    assert measured.seconds == {REST: 1.0 + 16.0, "outer": 2.0 + 8.0, "inner": 4.0}
    assert sum(measured.seconds.values()) == 31.0


def test_what_another_thread_does_in_a_span_is_not_counted():
    measured = Spans(a_clock(0.0, 1.0))
    with measured.whole(), ThreadPoolExecutor(1) as pool:
        pool.submit(measured.around("elsewhere", int)).result()

    assert measured.seconds == {REST: 1.0}


def test_a_span_ends_with_an_exception():
    measured = Spans(a_clock(0.0, 1.0, 3.0, 7.0))
    with pytest.raises(ZeroDivisionError), measured.whole():
        measured.around("divides", lambda: 1 / 0)()

    assert measured.seconds == {REST: 1.0 + 4.0, "divides": 2.0}


def test_a_span_is_laid_around_a_function_for_a_while_only():
    original = spans.perf_counter
    measured = Spans(a_clock(0.0, 1.0, 3.0, 7.0))
    with measured.laid({"looking": [(spans, "perf_counter")]}), measured.whole():
        assert spans.perf_counter is not original
        spans.perf_counter()

    assert spans.perf_counter is original
    assert measured.seconds["looking"] == 2.0


def test_the_table_of_starts_says_aims_and_what_is_missing():
    start = Spread(0.0123, 0.02, 0.01, 0.03, 40)
    one = StartUp("namespaces", "numpy", False, start, 100.04, 180.0, Aim(10.0))
    lines = text(start_up_table([one, Missing("docker", "No daemon answers: start it.")]))

    assert "namespaces: a child cloned for the job numpy 12.3 20.0 40 ≤ 10 MISSED 100.0 180.0" in lines
    assert "No docker here: No daemon answers: start it." in lines


def test_the_table_of_gradings_says_how_many_are_wrong_and_how_often_bare_each_takes():
    one = Spread.of([0.03])
    ways = (Way("bare", one, Spread.of([1.0]), None), Way("graded", one, Spread.of([3.9, 4.0]), Aim(4.0)))
    lines = text(grading_table(Compared("half wrong", 12, ways)))

    assert lines[0] == "HW1P1, half wrong, 12 of 25 scored checks wrong"
    assert "bare 30.0 1.00 1.00 1.00" in lines
    assert "graded 30.0 3.95 3.90 4.00 ≤ 4 met" in lines


def test_the_table_of_parts_has_a_column_for_each_handin():
    broken = [Breakdown(name, 0, 1, {"waiting": 0.0012}, 0.05) for name in ("full marks", "half wrong")]
    lines = text(breakdown_table(broken))

    assert "waiting 1.20 1.20" in lines
    assert "the whole 50.00 50.00" in lines
