"""`make bench-pages`: every page and list of every role, over a class of a thousand, in this process.

The same is asked of a class of a tenth first: whatever asks the database more often for more students is
flagged. Milliseconds are the machine's of the moment; queries are the same everywhere.
"""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from api.db.migrate import upgrade
from api.db.session import Database
from tests.bench.pages.asking import ROLES, Asked, House
from tests.bench.pages.crowd import Size
from tests.bench.pages.tables import tables
from tests.fixtures.postgres import binaries, migrated
from worker.logs import configure_logs


def main() -> None:
    """Measure and print."""
    wanted = _arguments()
    configure_logs(logging.CRITICAL)
    console = Console(stderr=wanted.json, width=None if sys.stdout.isatty() else 180)
    many = Size(wanted.students, wanted.handins, wanted.seed)
    few = Size(max(10, many.students // 10), max(20, many.handins // 10), many.seed)
    figures: dict[str, list[object]] = {}
    for kind in wanted.databases:
        smaller = {(one.route, one.role): one.queries for one in _measured(kind, few, 0)}
        asked = _measured(kind, many, wanted.times)
        title = f"{kind}: {many.students:,} students, {many.handins:,} handins"
        console.print(tables(title, asked, smaller, (few, many)), "", highlight=False)
        figures[kind] = [
            asdict(one) | {"median": one.median, "fewer": smaller.get((one.route, one.role))} for one in asked
        ]
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)


def _measured(kind: str, size: Size, times: int) -> list[Asked]:
    """Every page for every role, in a fresh database of this kind."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name, _database(kind, Path(name)) as database:
        house = House(database, Path(name), size)
        with house.client:
            return [
                house.ask(route, path, role, times)
                for route, path in list(house.addresses())
                for role in ROLES
            ]


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[Database]:
    """An empty database of this kind."""
    with ExitStack() as stack:
        if kind == "postgres":
            programs = binaries()
            assert programs, "there is no Postgres here"
            url = stack.enter_context(migrated(programs)).url("migrated")
        else:
            url = f"sqlite:///{folder / 'allclose.db'}"
            upgrade(url)
        database = Database(url)
        stack.callback(database.close)
        yield database


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-pages")
    both = ["sqlite", "postgres"]
    parser.add_argument("databases", nargs="*", default=both, help="one or both, which is what is done")
    parser.add_argument("--students", type=int, default=1_000)
    parser.add_argument("--handins", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=7, help="how often each page is timed")
    parser.add_argument("--seed", type=int, default=1, help="draws the class")
    parser.add_argument("--json", action="store_true", help="figures for a program; tables go to stderr")
    return parser.parse_args()


if __name__ == "__main__":
    main()
