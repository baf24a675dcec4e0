"""What `make bench` measures is what it says: the homework, its checks, and each child of a grading."""

from collections.abc import Iterator

import pytest

from tests.bench.breakdown import GATE, READING, SPANS, break_down
from tests.bench.homework import SCORED, Homework, as_one_task, read_homework
from tests.bench.start_up import jobs_a_second, take_starts
from tests.bench.yardstick import Yardstick
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox


@pytest.fixture(scope="module")
def homework() -> Homework:
    return read_homework()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[OpenSandbox]:
    with open_sandbox("namespaces", {"numpy": runtime_python("numpy")}) as opened:
        yield opened


def test_the_bare_checks_are_those_that_score(homework):
    task = as_one_task(homework.scored, homework.half_wrong)
    bare = Yardstick(runtime_python("numpy"), task, repeats=1).round()

    assert len(task.steps) == SCORED < homework.checks
    assert 0 < bare.checks < bare.whole < bare.fresh


def test_about_half_is_wrong_each_costs_a_child_and_the_parts_add_up(homework, sandbox):
    full, half = break_down(homework, sandbox, gradings=1)

    assert (full.failed, full.children) == (0, 1)
    assert half.failed >= SCORED // 2
    assert half.children == 1 + half.failed
    for broken in (full, half):
        assert sum(broken.parts.values()) == pytest.approx(broken.whole)
        assert all(broken.parts[part] > 0 for part in (READING, GATE, *SPANS))


def test_starts_and_jobs_are_counted_of_boxes_made_ahead_and_not(sandbox):
    starts = take_starts("numpy", {True: sandbox, False: sandbox}, seconds=0.0)

    assert {ahead: len(taken) for ahead, taken in starts.items()} == {True: 8, False: 8}
    assert all(seconds > 0 for taken in starts.values() for seconds in taken)
    assert jobs_a_second("numpy", sandbox, at_once=2, seconds=0.0) > 0
