"""Attacks on one kind of box, shared out between processes: most of an attack's time is spent waiting.

Each process has witnesses, a sandbox and a server of its own, so that what one's attack reaches is not laid
to another's. It tells of each attack in a line as soon as it has been played.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.runtimes import runtime_python
from tests.security.attack import Attack
from tests.security.canaries import standing_canaries
from tests.security.kinds import site_of
from tests.security.service import serving
from tests.security.table import Column
from tests.security.trial import Outcome, Stage
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.open import Site, open_sandbox

_PLAY = ["-m", "tests.security"]
_AS_USER = ["-m", "tests.integration.worker.as_ordinary_user", *_PLAY]


@dataclass
class Sharing:
    """A kind's attacks, played by `jobs` processes. ways: straight, and through the service if it is 2."""

    kind: str
    attacks: Sequence[Attack]
    jobs: int
    ways: int = 2
    only: str = ""
    _through: dict[str, list[str]] = field(default_factory=dict)
    _told: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _missing: str = ""

    def column(self, *, ordinary_user: bool = False) -> Column:
        """Play all of them, as ourselves or as a user who owns nothing, and say what each reached."""
        name = self.kind
        if os.geteuid() == 0 and self.kind == "namespaces":
            name += " (ordinary user)" if ordinary_user else " (root)"
        jobs = min(self.jobs, len(self.attacks))
        commands = [self._command(f"{job}/{jobs}", ordinary_user=ordinary_user) for job in range(jobs)]
        with ThreadPoolExecutor(jobs) as pool:
            codes = list(pool.map(self._run, commands))
        if self._missing:
            return Column(name, {}, missing=self._missing)
        unplayed = [attack.row for attack in self.attacks if self._told[attack.row] != self.ways]
        if any(codes) or unplayed:
            raise RuntimeError(f"{name}: a process ended with {codes}; not played: {unplayed}")
        return Column(name, self._through)

    def _command(self, part: str, *, ordinary_user: bool) -> list[str]:
        play = _AS_USER if ordinary_user else _PLAY
        options = ["--only", self.only, "--part", part, *["--straight"] * (self.ways == 1)]
        return [sys.executable, *play, self.kind, *options]

    def _run(self, command: list[str]) -> int:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                self._hear(json.loads(line))
        return process.returncode

    def _hear(self, line: dict[str, object]) -> None:
        if missing := line.get("missing"):
            self._missing = str(missing)
            return
        row, through = str(line["attack"]), line["through"]
        assert isinstance(through, list)
        self._told[row] += 1
        self._through.setdefault(row, []).extend(through)
        self._show(through)

    def _show(self, through: list[str]) -> None:
        """How far it is, where somebody watches; at once, what got through."""
        played, all_of_them = sum(self._told.values()), self.ways * len(self.attacks)
        here = sys.stderr.isatty()
        if here or through or played % 100 == 0:
            reached = f"; THROUGH: {'; '.join(through)}" if through else ""
            end = "\r" if here and not through else "\n"
            sys.stderr.write(f"{self.kind}: {played} of {all_of_them} played{reached}{end}")
            sys.stderr.flush()


def tell_of(kind: str, attacks: Sequence[Attack], part: str, *, straight: bool) -> None:
    """Play a part of them, such as "1/4", and print a line of each."""
    job, _, jobs = part.partition("/")
    try:
        for outcome in _played(kind, attacks[int(job) :: int(jobs)], straight=straight):
            _say({"attack": outcome.attack.row, "through": list(outcome.through)})
    except BoxUnavailable as lack:
        _say({"missing": str(lack)})


def _played(kind: str, attacks: Sequence[Attack], *, straight: bool) -> Iterator[Outcome]:
    """What came of each attack, played straight and then, all of them, through the service."""
    runtimes = {"numpy": runtime_python("numpy")}
    with site_of(kind, runtimes) as docker:
        with standing_canaries() as canaries, open_sandbox(kind, runtimes, Site(docker)) as sandbox:
            stage = Stage(sandbox, canaries)
            yield from map(stage.play, attacks)
        if straight:
            return
        with (
            tempfile.TemporaryDirectory() as folder,
            standing_canaries() as canaries,
            serving(kind, Path(folder), canaries, docker) as service,
        ):
            yield from map(service.play, attacks)


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - for our parent
