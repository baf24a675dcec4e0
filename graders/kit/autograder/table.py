"""The outcome of every check as a table, in plain characters that any terminal can show."""

from __future__ import annotations

from typing import Iterator

from .outcome import FAILED, OPEN, PASSED, Outcome
from .outline import ROOT, Check, Kit, Problem

WIDTH = 66
MARKS = {PASSED: "ok", FAILED: "--", OPEN: "??"}
REASONS = 6
"""Reasons shown for one check."""


def problem_lines(problem: Problem, outcomes: list[Outcome]) -> Iterator[str]:
    """A heading with the points of a problem, then its checks, each with the reasons why it failed."""
    earned = f"{sum(points_of(*pair) for pair in zip(problem.checks, outcomes)):g}"
    yield f"{problem.title:<{WIDTH}}{'?' if problem.answers else earned} / {problem.points:g}"
    for names in problem.answers:
        yield f"  {_answer_line(names)}"
    for check, outcome in zip(problem.checks, outcomes):
        yield from _check_lines(check, outcome)
    yield ""


def points_of(check: Check, outcome: Outcome) -> float:
    """What a check earns here; what only the server knows earns nothing yet."""
    return check.points if outcome.state == PASSED else 0.0


def total_lines(kit: Kit, earned: float, asked: list[Problem]) -> Iterator[str]:
    """The sum, what it leaves out, and whose word counts."""
    points = kit.points if len(asked) == len(kit.problems) else sum(problem.points for problem in asked)
    yield f"{'Total':<{WIDTH}}{earned:g} / {points:g}"
    judged = sum(check.points for problem in asked for check in problem.checks if check.stored)
    read = sum(problem.points for problem in asked if problem.answers)
    if points > judged + read:
        yield f"{points - judged - read:g} of these points only the server can judge."
    if read:
        yield f"{read:g} of these points people give, who read what you wrote."
    yield "These are public examples. The server asks with inputs of its own, and its result counts:"
    yield "hand in with python3 submit.py."


def _answer_line(names: list[str]) -> str:
    """Whether a written answer is there to be packed."""
    found = next((name for name in names if (ROOT / name).is_file()), "")
    if not found:
        return f"??  {names[0]} is not here yet; people read it and give the points."
    return f"??  {found} is here; people read it and give the points."


def _check_lines(check: Check, outcome: Outcome) -> Iterator[str]:
    if not check.points:
        points = "diagnostic"
    elif outcome.state == OPEN:
        points = f"? / {check.points:g}"
    else:
        points = f"{points_of(check, outcome):g} / {check.points:g}"
    yield f"  {MARKS[outcome.state]}  {check.title:<{WIDTH - 6}}{points}"
    for reason in outcome.reasons[:REASONS]:
        yield f"        {reason}"
    if len(outcome.reasons) > REASONS:
        yield f"        ... and {len(outcome.reasons) - REASONS} more"
    for frame in outcome.frames:
        where = f", in {frame.function}" if frame.function else ""
        yield f"        {frame.path}, line {frame.line}{where}"
        yield f"            {frame.source}"
