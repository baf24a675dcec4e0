"""What `make bench` measures is what it says: the homework, its checks, and each child of a grading."""

from collections.abc import Iterator

import pytest

from tests.bench.breakdown import GATE, READING, SPANS, break_down
from tests.bench.homework import SCORED, Homework, as_one_task, read_homework
from tests.bench.kinds import DESCRIBED, both_ways
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


@pytest.mark.parametrize("kind", ["namespaces", "bwrap-exec", "bare"])
def test_starts_and_jobs_are_counted_of_boxes_made_ahead_and_not(kind):
    with both_ways(kind, {"numpy": runtime_python("numpy")}) as opened:
        starts = take_starts("numpy", opened, seconds=0.0, least=1)
        jobs = [jobs_a_second("numpy", sandbox, at_once=2, seconds=0.0) for sandbox in opened.values()]

    assert {(kind, ahead) for ahead in starts} == {known for known in DESCRIBED if known[0] == kind}
    assert all(len(taken) == 1 and taken[0] > 0 for taken in starts.values())
    assert all(count > 0 for count in jobs)
