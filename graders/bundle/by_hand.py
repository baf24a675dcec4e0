"""What `problem.toml` must hold to where people give points: the rubric, and problems that are written."""

import math
from collections.abc import Iterator

from graders.bundle.rules import repeated, slug_complaint
from graders.problem import Limits, Problem

UNUSED = {"runtime": "numpy", "device": "cpu", "path": [], "limits": Limits()}
"""Words about how code runs, with what they are where nobody says them."""


def by_hand_complaints(problem: Problem) -> Iterator[str]:
    """A sentence for each rule that is broken, naming the key; none for a sound problem."""
    about_kind = _about_written if problem.is_written else _about_code
    for place, complaint in (*_about_items(problem), *about_kind(problem)):
        yield f"problem.toml, {place}: {complaint}"


def _about_items(problem: Problem) -> Iterator[tuple[str, str]]:
    for name in repeated(item.name for item in problem.rubric):
        yield f"rubric.{name}", "comes more than once; give each item a name of its own."
    for item in problem.rubric:
        key = f"rubric.{item.name}"
        if complaint := slug_complaint(item.name):
            yield key, complaint
        if not 0 < item.points < math.inf:
            yield f"{key}.points", f"{item.points} must be a number above zero."
        if not item.text.strip():
            yield f"{key}.text", "must say what earns the points; students read it beside their marks."


def _about_code(problem: Problem) -> Iterator[tuple[str, str]]:
    if not problem.checks:
        yield "checks", "there must be at least one."
    for sample in problem.samples:
        if sample.told:
            yield f"samples.{sample.name}.told", "is for written problems; a check itself tells what failed."
    if not problem.rubric:
        return
    if not problem.proposed:
        yield "rubric", "is for people, who decide nothing here: say `proposed = true`, or remove it."
    due = sum(check.points for check in problem.checks)
    if not math.isclose(given := sum(item.points for item in problem.rubric), due):
        yield "rubric", f"adds up to {given:g} points and the checks to {due:g}; they must be the same."


def _about_written(problem: Problem) -> Iterator[tuple[str, str]]:
    if not problem.rubric:
        yield "rubric", "there must be at least one item: a written problem's points are those of its rubric."
    yield from _about_running(problem)
    aliases = [name for names in problem.aliases.values() for name in names]
    for path in (*problem.files, *aliases):
        if not path.lower().endswith(".pdf"):
            yield "files", f"{path!r} must end in .pdf: people read a written answer as PDF."
    for sample in problem.samples:
        if sample.earns:
            yield f"samples.{sample.name}.earns", "must be 0: no machine gives points for a written answer."


def _about_running(problem: Problem) -> Iterator[tuple[str, str]]:
    """Words that ask for something to run."""
    for key in ("checks", "misconceptions"):
        if getattr(problem, key):
            yield key, 'nothing of a written problem runs: remove them, or say `kind = "code"`.'
    for key, unsaid in UNUSED.items():
        if getattr(problem, key) != unsaid:
            yield key, "says how code runs, and nothing of a written problem does: remove it."
    if problem.proposed:
        yield "proposed", "a written problem has no machine that proposes: remove it."
