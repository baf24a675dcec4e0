"""`make bench`: what grading in a box costs, against the same work without one, in one run.

Absolute times differ from machine to machine and from minute to minute; the ratios are what to compare.
What is compared takes turns, round by round, so that a machine that slows down slows all of it. An aim that
is missed is said beside the figure, and is no failure of the run: a busy machine would fail by chance.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict

from rich.console import Console, RenderableType

from tests.bench.breakdown import Breakdown, break_down
from tests.bench.grading import Compared, compare_gradings
from tests.bench.homework import read_homework
from tests.bench.kinds import DESCRIBED, KINDS, both_ways
from tests.bench.start_up import Missing, StartUp, measure_starts
from tests.bench.tables import breakdown_table, grading_table, start_up_table
from tests.runtimes import runtime_python
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.open import open_sandbox

RUNTIMES = ("numpy", "torch")
DEFAULT = "namespaces"
"""The kind of box that the aims are for, and whose gradings are broken down."""

Told = Iterator[tuple[Sequence[StartUp | Missing | Compared | Breakdown], RenderableType]]
"""What was measured, and how it is shown."""


def main() -> None:
    """Measure and print, each table as soon as it is known."""
    wanted = _arguments()
    console = Console(stderr=wanted.json, width=None if sys.stdout.isatty() else 160)
    figures: dict[str, list[object]] = {part: [] for part in wanted.parts}
    for part in wanted.parts:
        for measured, shown in PARTS[part](wanted):
            figures[part] += map(asdict, measured)
            console.print(shown, "", highlight=False)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)


def start_up(wanted: argparse.Namespace) -> Told:
    """Every kind for every runtime."""
    runtimes = {name: runtime_python(name) for name in wanted.runtimes}
    measured = list(measure_starts(wanted.kinds, runtimes, wanted.seconds))
    yield measured, start_up_table(measured)


def grading(wanted: argparse.Namespace) -> Told:
    """The homework by every kind, against its bare checks."""
    python = runtime_python("numpy")
    with ExitStack() as stack:
        boxes = {}
        for kind in wanted.kinds:
            try:
                opened = stack.enter_context(both_ways(kind, {"numpy": python}))
            except BoxUnavailable as lack:
                yield [], f"No {kind} here: {lack}"
                continue
            boxes |= {DESCRIBED[kind, ahead]: opened[ahead] for ahead in sorted(opened, reverse=True)}
        for compared in compare_gradings(read_homework(), python, boxes, wanted.rounds):
            yield [compared], grading_table(compared)


def breakdown(_wanted: argparse.Namespace) -> Told:
    """The default box only: it is the one that is to be fast."""
    with open_sandbox(DEFAULT, {"numpy": runtime_python("numpy")}) as sandbox:
        broken = list(break_down(read_homework(), sandbox))
    yield broken, breakdown_table(broken)


PARTS: dict[str, Callable[[argparse.Namespace], Told]] = {
    "start-up": start_up,
    "grading": grading,
    "breakdown": breakdown,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="of box")
    parser.add_argument("--runtimes", nargs="+", choices=RUNTIMES, default=RUNTIMES, help="for start-up")
    parser.add_argument("--rounds", type=int, default=5, help="of the gradings that are compared")
    parser.add_argument("--seconds", type=float, default=6.0, help="for the starts of a kind and runtime")
    parser.add_argument("--json", action="store_true", help="figures for a program; tables go to stderr")
    wanted = parser.parse_args()
    wanted.parts = wanted.parts or list(PARTS)
    if unknown := set(wanted.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}: choose of {', '.join(PARTS)}")
    return wanted


if __name__ == "__main__":
    main()
