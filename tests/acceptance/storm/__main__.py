"""`make storm`: 2,000 handins while workers, recorder, api, Redis, Postgres and a disk fail."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.acceptance.storm.calamities import small_disk
from tests.acceptance.storm.storm import Outcome, Plan, Storm, logs_of
from tests.acceptance.storm.tables import tables
from tests.service.site import Size, site_with

LEASE_SECONDS = 15
"""Of what a dead worker held; three times as long as between two words of a living one."""


def main() -> int:
    """Storm, and print; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="make storm")
    parser.add_argument("--seed", type=int, default=7, help="draws handins, calamities and their moments")
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--calamities", type=int, default=0, help="by default one for every 25 submissions")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--ahead", type=int, default=60, help="submissions that may wait at a time")
    parser.add_argument("--keep-logs", type=Path, help="a folder for everybody's logs, to be made")
    wanted = parser.parse_args()
    calamities = wanted.calamities or wanted.submissions // 25
    plan = Plan(wanted.seed, wanted.submissions, calamities, wanted.ahead)
    outcome = storm(plan, wanted.workers, wanted.keep_logs)
    Console(width=None if sys.stdout.isatty() else 200).print(tables(plan, outcome), highlight=False)
    return int(bool(outcome.verdict.wrong))


def storm(plan: Plan, workers: int, logs: Path | None = None) -> Outcome:
    """Two of everything that there may be two of; one slot a worker, whose first has a small disk."""
    with tempfile.TemporaryDirectory(prefix="storm-") as name:
        folder = logs or Path(name)
        folder.mkdir(exist_ok=True)
        size = Size(apis=2, recorders=2, workers=workers)
        with (
            small_disk(folder / "cache-0"),
            site_with(folder, size, lease_seconds=str(LEASE_SECONDS)) as site,
        ):
            site.start()
            try:
                return Storm(site, plan).rage()
            except BaseException:
                sys.stderr.write(logs_of(folder))
                raise


if __name__ == "__main__":
    sys.exit(main())
