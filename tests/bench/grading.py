"""A homework graded in boxes against its bare checks, both in one run and taking turns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from deploy.catalogue import Task
from deploy.local import jobs
from graders.box import Sandbox
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.report import Report, Verdict
from tests.bench.aims import FULL_MARKS, HALF_WRONG, Aim
from tests.bench.homework import SCORED, Homework, as_one_task
from tests.bench.spread import Spread, times, until
from tests.bench.yardstick import Yardstick

BASE = f"{SCORED} checks bare, the handin imported"
REPEATS = 8
"""Times that each way is timed in a round, at most; what takes seconds is timed twice."""


@dataclass(frozen=True)
class Way:
    """One way of doing a handin's checks: seconds, the median of each round, and how often the base's."""

    what: str
    seconds: Spread
    times_bare: Spread
    aim: Aim | None


@dataclass(frozen=True)
class Compared:
    """All ways of one handin; wrong: how many of its scored checks fail."""

    handin: str
    wrong: int
    ways: tuple[Way, ...]


class Grader:
    """Times the grading of a handin, judging included, with the solutions' arrays at hand as on a server.

    failed: how many checks do; wrong: how many of those that are worth points.
    """

    def __init__(self, task: Task, handin: Handin, sandbox: Sandbox) -> None:
        self._bundles = {bundle.digest: bundle for bundle in task.bundles}
        self._handin = handin
        self._sandbox = sandbox
        self._cache = ArrayCache()
        (self._job,) = jobs(task, handin)
        checks = [check for report in self.once() for check in report.checks]
        failed = [check for check in checks if check.verdict is Verdict.FAILED]
        self.failed = len(failed)
        self.wrong = sum(check.points > 0 for check in failed)

    def once(self) -> list[Report]:
        """Grade it."""
        asked = grade(self._job, self._bundles, self._handin, self._sandbox, self._cache, lambda _: None)
        return [report for _, report in asked]

    def seconds(self) -> float:
        """The median of some gradings."""
        more, first = until(1.0, least=2, most=REPEATS), perf_counter()
        taken: list[float] = []
        while more(len(taken), first):
            began = perf_counter()
            self.once()
            taken.append(perf_counter() - began)
        return median(taken)


def compare_gradings(
    homework: Homework, python: Path, boxes: Mapping[str, Sandbox], rounds: int
) -> Iterator[Compared]:
    """Full marks, then half wrong. boxes: by description, first the one that the aims are for."""
    described, *_ = boxes
    graded = f"{SCORED} graded; {described}"
    every = {f"{homework.checks} graded; {name}": sandbox for name, sandbox in boxes.items()}
    for name, handin, most in (
        ("full marks", homework.full_marks, FULL_MARKS),
        ("half wrong", homework.half_wrong, HALF_WRONG),
    ):
        graders = {graded: Grader(homework.scored, handin, boxes[described])}
        graders |= {what: Grader(homework.task, handin, sandbox) for what, sandbox in every.items()}
        scored, every_check = (
            Yardstick(python, as_one_task(task, handin), REPEATS) for task in (homework.scored, homework.task)
        )
        taken = [_round(scored, every_check, graders, homework.checks) for _ in range(rounds)]
        aims = {graded: Aim(most), next(iter(every)): Aim(most)}
        yield Compared(name, graders[graded].wrong, tuple(_ways(taken, aims)))


def _round(
    scored: Yardstick, every: Yardstick, graders: Mapping[str, Grader], checks: int
) -> dict[str, float]:
    """Every way once, as the median of its repeats, in seconds."""
    bare, more = scored.round(), every.round()
    return {
        BASE: bare.whole,
        f"{SCORED} checks bare, without that import": bare.checks,
        f"{SCORED} checks bare, in a new process that imports numpy": bare.fresh,
        f"{checks} checks bare (with the diagnostics), the handin imported": more.whole,
        **{what: grader.seconds() for what, grader in graders.items()},
    }


def _ways(rounds: list[dict[str, float]], aims: Mapping[str, Aim]) -> Iterator[Way]:
    base = [taken[BASE] for taken in rounds]
    for what in rounds[0]:
        seconds = [taken[what] for taken in rounds]
        yield Way(what, Spread.of(seconds), times(seconds, base), aims.get(what))
