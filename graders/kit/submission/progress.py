"""One line that changes while the grading goes on, or a line for each change where there is no terminal."""

from __future__ import annotations

import sys
from typing import Any

WIDTH = 78


class Progress:
    """Tells events of a submission to a person."""

    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self._shown = ""

    def tell(self, name: str, body: dict[str, Any]) -> None:
        """Show an event, if there is something new in it."""
        line = _line(name, body)
        if not line or line == self._shown:
            return
        self._shown = line
        if self._live and name != "report":
            print(f"\r{line[:WIDTH]:<{WIDTH}}", end="", flush=True)
        elif self._live:
            print(f"\r{line:<{WIDTH}}", flush=True)
        elif name != "progress":
            print(line, flush=True)

    def end(self) -> None:
        """Leave the line that changed."""
        if self._live and self._shown:
            print(f"\r{'':<{WIDTH}}\r", end="", flush=True)


def _line(name: str, body: dict[str, Any]) -> str:
    if name == "progress":
        check = " ".join(str(part) for part in (body.get("problem", ""), body.get("check", "")) if part)
        total = int(body.get("total", 0))
        # A check may be asked a second time, alone, after all others.
        return f"Checking {min(int(body.get('done', 0)) + 1, total)} of {total}: {check}"
    if name == "report" and body.get("earned") is not None:
        return (
            f"  {body.get('title') or body.get('problem')}: {body['earned']:g} of {body.get('points', 0):g}"
        )
    if name == "state" and body.get("waits_for") and not body.get("position"):
        return f"Waiting for {body['waits_for']}: none is there now."
    if name == "state" and body.get("state") == "queued":
        ahead = body.get("ahead") or 0
        return f"Waiting in line; {ahead} before you." if ahead else "Waiting in line; you are next."
    return "Grading …" if name == "state" else ""
