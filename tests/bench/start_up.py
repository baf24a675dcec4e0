"""How soon a box is at its job, and how many jobs it does in a second, by kind and runtime.

The job asks one check that answers nothing, so that what is timed is the box.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

from graders.box import Began, BoxTask, End, Ended, Exercise, Sandbox, Step
from graders.problem import Limits
from tests.bench.aims import Aim, start_aim
from tests.bench.kinds import both_ways
from tests.bench.spread import Spread, until
from worker.sandbox.errors import BoxUnavailable

EMPTY = Exercise("def check(handin, rng):\n    return {}\n")
AT_ONCE = 2
"""Jobs at a time, beside one at a time: what the aims' two processors could do."""
LEAST = 8
"""Starts of a kind that are timed, however long each takes."""
RUN_SECONDS = 3.0
"""How long jobs are counted."""


@dataclass(frozen=True)
class StartUp:
    """What a kind's boxes cost for a runtime. Seconds from task to first step; jobs in a second.

    ahead: whether a box stood ready. aim: of the median, in milliseconds.
    """

    kind: str
    runtime: str
    ahead: bool
    start: Spread
    one_at_a_time: float
    two_at_a_time: float
    aim: Aim | None


@dataclass(frozen=True)
class Missing:
    """A kind that this machine cannot make, and why."""

    kind: str
    sentence: str


def measure_starts(
    kinds: Sequence[str], runtimes: Mapping[str, Path], seconds: float
) -> Iterator[StartUp | Missing]:
    """Every kind for every runtime; seconds: how long the starts of one pair may be repeated."""
    for kind in kinds:
        for runtime, python in runtimes.items():
            try:
                with both_ways(kind, {runtime: python}) as opened:
                    yield from _of_kind(kind, runtime, opened, seconds)
            except BoxUnavailable as lack:
                yield Missing(kind, str(lack))
                break


def _of_kind(kind: str, runtime: str, opened: Mapping[bool, Sandbox], seconds: float) -> Iterator[StartUp]:
    starts = take_starts(runtime, opened, seconds)
    for ahead, sandbox in opened.items():
        alone, together = (jobs_a_second(runtime, sandbox, at_once) for at_once in (1, AT_ONCE))
        aim = start_aim(kind, runtime, ahead=ahead)
        yield StartUp(kind, runtime, ahead, Spread.of(starts[ahead]), alone, together, aim)


def take_starts(
    runtime: str, opened: Mapping[bool, Sandbox], seconds: float, least: int = LEAST
) -> dict[bool, list[float]]:
    """Start-ups of boxes made ahead and not, in turns, each after a pause in which one can be made."""
    for sandbox in opened.values():
        start_up(runtime, sandbox)  # its first box comes with a template, or a pool
    more, began = until(seconds, least, most=100), perf_counter()
    taken: dict[bool, list[float]] = {ahead: [] for ahead in opened}
    while more(len(taken[False]), began):
        for ahead, sandbox in opened.items():
            taken[ahead].append(start_up(runtime, sandbox))
        # Two stand ready where any do, so that one may be taken before the next is there.
        sleep(2 * max(taken[False][-3:]) if True in opened else 0.0)
    return taken


def start_up(runtime: str, sandbox: Sandbox) -> float:
    """Seconds from handing a task to the sandbox until its first step begins."""
    began = perf_counter()
    events = sandbox.run(empty_task(runtime))
    assert isinstance(next(events), Began)
    seconds = perf_counter() - began
    assert [*events]
    return seconds


def jobs_a_second(runtime: str, sandbox: Sandbox, at_once: int, seconds: float = RUN_SECONDS) -> float:
    """Jobs that end in a second when so many run at a time, one after another without a pause."""
    began = perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        done = sum(pool.map(lambda _: _jobs_until(runtime, sandbox, began + seconds), range(at_once)))
    return done / (perf_counter() - began)


def _jobs_until(runtime: str, sandbox: Sandbox, end: float) -> int:
    for done in count(1):
        *_, last = sandbox.run(empty_task(runtime))
        assert isinstance(last, Ended)
        assert last.how is End.DONE
        if perf_counter() > end:
            return done
    raise AssertionError  # a count has no end


def empty_task(runtime: str) -> BoxTask:
    """A task of one check that answers nothing."""
    return BoxTask(runtime, "cpu", {}, {"p": EMPTY}, (Step("p", "check", 1, 10.0),), Limits())
