"""Asks the checks of a problem in a fresh process, and in another after each check that ends or stalls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any

from .outcome import Outcome
from .outline import HERE, ROOT, Problem

RUNNER = str(HERE / "runner.py")
START_SECONDS = 60.0
"""Starting Python and importing numpy may take long on a cold disk."""
PATIENCE = 2.0
"""A laptop may be slower than the server; this many times its limit is waited."""
POLL_SECONDS = 0.02
TAIL = 600
"""Characters of a dead process's last words that are shown."""


def ask(problem: Problem, prints: IO[Any] | None = None) -> list[Outcome]:
    """The outcome of every check, in order. prints: where what your code prints goes; nowhere unless told."""
    outcomes: dict[int, Outcome] = {}
    with tempfile.TemporaryDirectory() as folder:
        while len(outcomes) < len(problem.checks):
            child = _Child(problem, len(outcomes), Path(folder), prints)
            outcomes.update(child.outcomes())
    return [outcomes[number] for number in range(len(problem.checks))]


class _Child:
    """One process, which answers at least the first check that it is asked: well, or by its end."""

    def __init__(self, problem: Problem, first: int, folder: Path, prints: IO[Any] | None) -> None:
        self._problem = problem
        self._running = first
        self._began = False
        self._line = ""
        self._since = monotonic()
        self._outcomes: dict[int, Outcome] = {}
        self._results = folder / f"results-{first}"
        self._output = folder / f"output-{first}"
        self._results.touch()
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-B", RUNNER, "--child", problem.slug, str(first), str(self._results)],
                cwd=str(ROOT),
                stdin=subprocess.DEVNULL,
                stdout=prints or output,
                stderr=prints or output,
                env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace", "OMP_NUM_THREADS": "1"},
            )

    def outcomes(self) -> dict[int, Outcome]:
        """Wait for the process and gather what it says; a check that it does not survive is told as such."""
        try:
            with self._results.open(encoding="utf-8") as lines:
                # A thread that your code leaves behind may keep a process that has nothing more to say.
                while self._asks() and self._process.poll() is None and not self._late():
                    self._read(lines)
                    sleep(POLL_SECONDS)
                self._read(lines)
        finally:
            self._process.kill()
            self._process.wait()
        if self._asks():
            self._outcomes.setdefault(self._running, Outcome.failed(self._last_words()))
        return self._outcomes

    def _read(self, lines: IO[str]) -> None:
        for part in lines:
            self._line += part
            if not self._line.endswith("\n"):
                return  # the rest is still being written
            number, *outcome = json.loads(self._line)
            self._line = ""
            self._began, self._since = not outcome, monotonic()
            self._running = number + len(outcome)
            if outcome:
                self._outcomes[number] = Outcome.read(outcome[0])

    def _limit(self) -> float:
        return self._problem.checks[self._running].wall_seconds * PATIENCE if self._began else START_SECONDS

    def _late(self) -> bool:
        return self._asks() and monotonic() - self._since > self._limit()

    def _asks(self) -> bool:
        """Whether there are checks without an outcome yet."""
        return self._running < len(self._problem.checks)

    def _last_words(self) -> str:
        status = self._process.returncode
        if self._late():
            return f"Still running after {self._limit():g} seconds and ended. Look for a loop without end."
        if self._began:
            return f"Your code ended the process (exit status {status}) before it gave an answer."
        said = self._output.read_text(encoding="utf-8", errors="replace").strip()[-TAIL:]
        return f"The examples could not be run: {said or f'exit status {status}'}"
