"""`make soak`: 5,000 honest and hostile handins on one worker; it must hold no more than before.

Every honest score must be exact, no attack may reach its goal, and descriptors, processes, mounts, control
groups and temporary files must be as many as after the first few handins; memory stays within a bound.
"""

import argparse
import logging
import sys
import tempfile
import time

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.runtimes import runtime_python
from tests.security.canaries import standing_canaries
from tests.soak.handins import Course
from tests.soak.holdings import Holdings, settled
from worker.logs import configure_logs
from worker.sandbox.open import open_sandbox

HANDINS = 5000
WARM_UP = 1000
"""Handins after which everything is there that a worker makes once: caches, templates, threads."""


def main() -> int:
    """Hand in, count, print; 1 where a score was wrong or something has grown."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--handins", type=int, default=HANDINS)
    parser.add_argument("--warm-up", type=int, default=WARM_UP)
    parser.add_argument("--kind", default="namespaces", help="of box")
    parser.add_argument("--seed", type=int, default=1, help="draws the order")
    wanted = parser.parse_args()
    configure_logs(logging.WARNING)
    return soak(wanted.kind, wanted.handins, wanted.warm_up, wanted.seed, Console())


def soak(kind: str, handins: int, warm_up: int, seed: int, console: Console) -> int:
    """The whole run; a file that a worker leaves is seen, as it has a temporary folder of its own."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir, usual = folder, tempfile.tempdir
        try:
            before, after, counted, wrong = _run(kind, handins, warm_up, seed, console)
        finally:
            tempfile.tempdir = usual
    grown = after.grown(before)
    console.print(_table(before, after))
    for complaint in (*wrong, *grown):
        console.print(f"[red]WRONG[/] {complaint}", highlight=False)
    console.print(
        f"{counted} handins on one worker ({kind}) in {time.monotonic() - began:.0f} s: "
        f"{len(wrong)} wrong, {len(grown)} grown."
    )
    return int(bool(wrong or grown))


def _run(
    kind: str, handins: int, warm_up: int, seed: int, console: Console
) -> tuple[Holdings, Holdings, int, list[str]]:
    runtimes = {"numpy": runtime_python("numpy")}
    wrong: list[str] = []
    counted, before = 0, None
    with standing_canaries() as canaries, open_sandbox(kind, runtimes) as sandbox:
        course = Course(sandbox, canaries, seed)
        with Progress(console=console, transient=True) as bar:
            bar_task = bar.add_task("handed in", total=handins)
            for name, count, complaints in course.handins(handins):
                counted += count
                wrong += [f"{name}: {complaint}" for complaint in complaints]
                bar.advance(bar_task, count)
                if before is None and counted >= warm_up:
                    before = settled()
        return before or settled(), settled(), counted, wrong


def _table(before: Holdings, after: Holdings) -> Table:
    table = Table("", "after the warm-up", "at the end", box=None)
    for name, then, now in zip(before._fields, before, after, strict=True):
        table.add_row(name, f"{then:.0f}", f"{now:.0f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
