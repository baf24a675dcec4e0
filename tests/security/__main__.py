"""`make test-security`: every attack against every kind of box of this machine, as a table and one line.

A root worker and an ordinary user's make their boxes differently, so `namespaces` has a column for each. Each
attack is played straight against the box and then as a real handin through the whole service.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from api.logs import configure_logs
from tests.runtimes import runtime_python
from tests.security.attack import Attack
from tests.security.attacks import ATTACKS
from tests.security.canaries import standing_canaries
from tests.security.kinds import KINDS, site_of
from tests.security.service import serving
from tests.security.table import Column, attack_table, closing_line
from tests.security.trial import Outcome, Stage
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.open import Site, open_sandbox

_AS_USER = [sys.executable, "-m", "tests.integration.worker.as_ordinary_user", "-m", "tests.security"]


def main() -> int:
    """Play, print, and say by the exit status whether every box held."""
    wanted = _arguments()
    configure_logs(logging.WARNING)
    attacks = [attack for attack in ATTACKS if wanted.only in attack.row]
    if wanted.json:
        for outcome in _played(wanted.kinds[0], attacks, straight=wanted.straight):
            print(json.dumps([outcome.attack.row, list(outcome.through)]), flush=True)  # noqa: T201 - for our parent
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
    parser.add_argument("--json", action="store_true", help="of one kind: a line for each attack")
    wanted = parser.parse_args()
    wanted.kinds = wanted.kinds or [kind for kind in KINDS if os.geteuid() == 0 or kind != "docker"]
    return wanted


def _columns(kind: str, attacks: Sequence[Attack], wanted: argparse.Namespace) -> Iterator[Column]:
    """A kind's column, and for `namespaces` as root a second one for an ordinary user."""
    root = kind == "namespaces" and os.geteuid() == 0
    try:
        outcomes = _played(kind, attacks, straight=wanted.straight)
        through = {outcome.attack.row: list(outcome.through) for outcome in outcomes}
        yield Column(f"{kind} (root)" if root else kind, through)
    except BoxUnavailable as lack:
        yield Column(kind, {}, missing=str(lack))
        return
    if root:
        yield Column(f"{kind} (ordinary user)", _as_ordinary_user(kind, wanted))


def _played(kind: str, attacks: Sequence[Attack], *, straight: bool) -> Iterator[Outcome]:
    """What came of each attack, played straight and then through the service."""
    runtimes = {"numpy": runtime_python("numpy")}
    with site_of(kind, runtimes) as docker:
        with standing_canaries() as canaries, open_sandbox(kind, runtimes, Site(docker)) as sandbox:
            stage = Stage(sandbox, canaries)
            played = {attack.row: stage.play(attack) for attack in attacks}
        if straight:
            yield from played.values()
            return
        with (
            tempfile.TemporaryDirectory() as folder,
            standing_canaries() as canaries,
            serving(kind, Path(folder), canaries, docker) as service,
        ):
            for attack in attacks:
                again = service.play(attack)
                yield Outcome(attack, [*played[attack.row].through, *again.through], again.refused)


def _as_ordinary_user(kind: str, wanted: argparse.Namespace) -> dict[str, list[str]]:
    command = [*_AS_USER, kind, "--json", "--only", wanted.only, *(["--straight"] if wanted.straight else [])]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    return dict(json.loads(line) for line in lines)


if __name__ == "__main__":
    sys.exit(main())
