"""The result as a table of problems and points, with the first reasons of what failed."""

from __future__ import annotations

import textwrap
from typing import Any, Iterator

WIDTH = 66
REASONS = 3
"""Failed checks of one problem that are explained; the page shows them all."""


def result_lines(submission: dict[str, Any]) -> Iterator[str]:
    """The table of a graded submission."""
    for problem in submission["problems"]:
        yield from _problem_lines(problem)
    yield f"{'Total':<{WIDTH}}{_points(submission)}"


def _problem_lines(problem: dict[str, Any]) -> Iterator[str]:
    yield f"{problem['title']:<{WIDTH}}{_points(problem)}"
    if problem["state"] == "fault":
        yield "    We could not grade this, which is our fault and costs no marks; staff have been told."
    if problem["state"] == "review":
        yield "    " + _by_people(problem.get("proposed"))
    for note in (problem.get("report") or {}).get("notes") or []:
        yield from _wrapped(str(note))
    failed = _failed(problem.get("report") or {})
    for check in failed[:REASONS]:
        title = check.get("title") or check.get("name", "")
        cost = f" ({check['points']:g})" if check.get("points") else ""
        yield from _wrapped(f"{title}{cost}: {_reason(check)}")
    if len(failed) > REASONS:
        yield f"    … and {len(failed) - REASONS} more that failed."


def _by_people(proposed: float | None) -> str:
    if proposed is None:
        return "Staff read it and give the points."
    return f"The grader proposes {proposed:g} points; staff confirm or change that."


def _points(scored: dict[str, Any]) -> str:
    earned = scored.get("earned")
    return f"{'?' if earned is None else format(earned, 'g')} / {scored.get('points', 0):g}"


def _failed(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [check for check in report.get("checks", []) if check.get("verdict") == "failed"]


def _reason(check: dict[str, Any]) -> str:
    """Why a check failed: the explanation, or the exception, or the first array that is off."""
    error = check.get("error") or {}
    if check.get("explanation"):
        return str(check["explanation"].get("sentence", ""))
    if error:
        return f"{error.get('type_name')}: {error.get('message')}"
    mismatches = check.get("mismatches") or [{}]
    return str(mismatches[0].get("message", "it failed."))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 96, initial_indent="    ", subsequent_indent="      ")
