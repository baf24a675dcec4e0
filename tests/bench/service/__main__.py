"""`make bench-service`: a class at its deadline, against the whole service as processes of their own.

First a rush, to see how much goes through; then the last day of a real deadline, sped up. All share the
machine's processors, the generator too: its share is told.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from tests.bench.service.measuring import Plan, Server, measure
from tests.bench.service.tables import tables
from tests.service.course import HONEST
from tests.service.embedded import embedded_server
from tests.service.site import Size, site_with

MIXES = {"honest": HONEST, "full-marks": ("full-marks",)}


def main() -> None:
    """Measure and print."""
    wanted = _arguments()
    console = Console(stderr=wanted.json, width=None if sys.stdout.isatty() else 180)
    plan = Plan(
        wanted.rush, wanted.at_once, wanted.students, wanted.minutes,
        MIXES[wanted.handins], wanted.training, wanted.seed,
    )  # fmt: skip
    runs = []
    for workers in wanted.workers:
        with _server(workers, embedded=wanted.embedded) as server:
            runs.append(measure(server, workers, plan))
    console.print(tables(runs), highlight=False)
    if wanted.json:
        json.dump([asdict(run) for run in runs], sys.stdout, indent=2)


@contextmanager
def _server(workers: int, *, embedded: bool) -> Iterator[Server]:
    """A fresh server in a folder of its own; of one as processes, each worker grades one handin at a time."""
    with tempfile.TemporaryDirectory(prefix="bench-service-") as name:
        folder = Path(name)
        if embedded:
            with embedded_server(folder, workers) as server:
                yield server
        else:
            with site_with(folder, Size(workers=workers)) as site:
                site.start()
                yield site


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-service")
    parser.add_argument("--students", type=int, default=1000, help="who hand in at the deadline, once each")
    parser.add_argument("--minutes", type=float, default=10, help="that the trace's last day is played in")
    parser.add_argument("--workers", type=_numbers, default=[1, 2], help="one run for each, as 1,2")
    parser.add_argument("--rush", type=int, default=200, help="handins as fast as they are taken")
    parser.add_argument("--at-once", type=int, default=8, help="uploads at a time in the rush")
    parser.add_argument("--handins", choices=MIXES, default="honest", help="the samples that are handed in")
    parser.add_argument(
        "--without-training", dest="training", action="store_false", help="the homework's other problems only"
    )
    parser.add_argument("--seed", type=int, default=1, help="draws samples and arrivals")
    parser.add_argument("--embedded", action="store_true", help="the embedded server, all in one process")
    parser.add_argument("--json", action="store_true", help="figures for a program; tables go to stderr")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
