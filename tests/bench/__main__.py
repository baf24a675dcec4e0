"""`make bench`: what grading in a box costs, against the same work without one, in one run.

Absolute times differ from machine to machine and from minute to minute; the ratios are what to compare.
The kinds take turns, round by round, so that a machine that slows down slows all of them.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from rich.console import Console
from rich.table import Table

from deploy.catalogue import Task, find_task
from deploy.local import jobs
from deploy.settings import ROOT, EmbeddedSettings
from graders.box import Began, BoxTask, Exercise, Sandbox, Step
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.problem import Limits
from graders.wire import encode_task
from tests.runtimes import runtime_python
from worker.sandbox.open import open_sandbox

ROUNDS = 5
REPEATS = 12
STARTS = 100
SCORED = 25
"""Checks of the main homework that are worth points; a grading asks its diagnostics as well."""

EMPTY = Exercise("def check(handin, rng):\n    return {}\n")


def main() -> None:
    """Measure and print."""
    console = Console()
    task = find_task("hw1p1", EmbeddedSettings())
    handin = Handin(reference(task))
    python = runtime_python("numpy")
    runtimes = {"numpy": python}
    with open_sandbox("namespaces", runtimes) as boxes, open_sandbox("bare", runtimes) as processes:
        seconds = {
            "boxed": grader(task, handin, boxes),
            "fresh process": grader(task, handin, processes),
        }
        measured = take_turns(python, bare_task(task, handin), seconds)
        starts = [start_up(boxes) for _ in range(STARTS)]
    console.print(ratios(measured))
    p95 = quantiles(starts, n=20)[-1]
    console.print(
        f"Start-up of a box (task sent → its first step begins), {STARTS} times: "
        f"median {1e3 * median(starts):.1f} ms, p95 {1e3 * p95:.1f} ms"
    )


def reference(task: Task) -> dict[str, bytes]:
    """A full-marks handin: what the problems share of it."""
    return {path: data for bundle in task.bundles for path, data in bundle.reference().items()}


def bare_task(task: Task, handin: Handin) -> BoxTask:
    """All checks of the homework as one task, as the engine would ask them."""
    steps = [
        Step(bundle.problem.slug, check.name, 1, 60.0)
        for bundle in task.bundles
        for check in bundle.problem.checks
        if check.points
    ]
    assert len(steps) == SCORED, f"the homework scores {len(steps)} checks"
    exercises = {bundle.problem.slug: bundle.exercise(hidden=False) for bundle in task.bundles}
    return BoxTask("numpy", "cpu", handin.files, exercises, tuple(steps), Limits())


def grader(task: Task, handin: Handin, sandbox: Sandbox) -> Callable[[], float]:
    """Times one grading of the handin, judge included, with the reference's arrays at hand."""
    bundles = {bundle.digest: bundle for bundle in task.bundles}
    cache = ArrayCache()
    (job,) = jobs(task, handin)

    def once() -> float:
        began = perf_counter()
        reports = [report for _, report in grade(job, bundles, handin, sandbox, cache, lambda _: None)]
        seconds = perf_counter() - began
        assert sum(report.earned for report in reports) == sum(report.points for report in reports)
        return seconds

    once()
    return once


def take_turns(
    python: Path, bare: BoxTask, graders: dict[str, Callable[[], float]]
) -> dict[str, list[float]]:
    """Every kind's median of each round."""
    measured: dict[str, list[float]] = {"bare": [], **{name: [] for name in graders}}
    with stored(encode_task(bare)) as file:
        for _ in range(ROUNDS):
            measured["bare"].append(median(bare_seconds(python, file)))
            for name, once in graders.items():
                measured[name].append(median(once() for _ in range(REPEATS)))
    return measured


def bare_seconds(python: Path, file: Path) -> list[float]:
    """The seconds of each repeat in one warm process; its first two warm it."""
    command = [str(python), str(Path(__file__).with_name("bare.py")), str(file), str(REPEATS + 2)]
    environment = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[2:]


@contextmanager
def stored(content: bytes) -> Iterator[Path]:
    """A file that holds these bytes for a while."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def start_up(sandbox: Sandbox) -> float:
    """Seconds from handing a task to the sandbox until its first step begins."""
    task = BoxTask("numpy", "cpu", {}, {"p": EMPTY}, (Step("p", "check", 1, 10.0),), Limits())
    began = perf_counter()
    events = sandbox.run(task)
    assert isinstance(next(events), Began)
    seconds = perf_counter() - began
    assert [*events]
    return seconds


def ratios(measured: dict[str, list[float]]) -> Table:
    """The kinds' times, and how often the bare time each takes, round by round."""
    table = Table(
        title=f"A full-marks HW1P1, medians of {ROUNDS} rounds of {REPEATS}", title_justify="left", box=None
    )
    for heading in ("", "ms", "× bare: median", "least", "most"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, seconds in measured.items():
        times = [one / base for one, base in zip(seconds, measured["bare"], strict=True)]
        cells = (1e3 * median(seconds), median(times), min(times), max(times))
        table.add_row(DESCRIBED[name], f"{cells[0]:.1f}", *(f"{cell:.2f}" for cell in cells[1:]))
    return table


DESCRIBED = {
    "bare": f"{SCORED} scored checks, bare in a warm process",
    "boxed": "graded in a box (all checks, judged)",
    "fresh process": "graded in a fresh Python process",
}


if __name__ == "__main__":
    sys.exit(main())
