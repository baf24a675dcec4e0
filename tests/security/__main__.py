"""`make test-security`: every attack against every kind of box of this machine, as a table and one line.

A root worker and an ordinary user's make their boxes differently, so `namespaces` has a column for each. Each
attack is played straight against the box and then as a real handin through the whole service.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console

from tests.security.attack import Attack
from tests.security.attacks import ATTACKS
from tests.security.kinds import KINDS
from tests.security.shared_out import Sharing, tell_of
from tests.security.table import Column, attack_table, closing_line
from worker.logs import configure_logs


def main() -> int:
    """Play, print, and say by the exit status whether every box held."""
    wanted = _arguments()
    configure_logs(logging.WARNING)
    attacks = [attack for attack in ATTACKS if wanted.only in attack.row]
    if wanted.part:
        tell_of(wanted.kinds[0], attacks, wanted.part, straight=wanted.straight)
        return 0
    out = Console(width=None if sys.stdout.isatty() else 160)
    columns = [column for kind in wanted.kinds for column in _columns(kind, attacks, wanted)]
    out.print(attack_table(attacks, columns))
    out.print(closing_line(attacks, columns))
    return not all(column.held for column in columns)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make test-security")
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all by default (docker: root)")
    parser.add_argument("--only", default="", help="attacks whose family and name hold these words")
    parser.add_argument("--straight", action="store_true", help="not through the service")
    parser.add_argument("--jobs", type=int, default=4, help="processes that share them out (4)")
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    wanted.kinds = wanted.kinds or [kind for kind in KINDS if os.geteuid() == 0 or kind != "docker"]
    return wanted


def _columns(kind: str, attacks: Sequence[Attack], wanted: argparse.Namespace) -> Iterator[Column]:
    """A kind's column, and for `namespaces` as root a second one for an ordinary user."""
    ways = 1 if wanted.straight else 2
    yield Sharing(kind, attacks, wanted.jobs, ways, wanted.only).column()
    if kind == "namespaces" and os.geteuid() == 0:
        yield Sharing(kind, attacks, wanted.jobs, ways, wanted.only).column(ordinary_user=True)


if __name__ == "__main__":
    sys.exit(main())
