"""Limits beside the reference: honest handins stay well below them, and what they catch lies well above.

Both are measured as a student's handin is, alone in a child each.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graders.cost import UNKNOWN, Cost, allowed_beside
from graders.problem import Check
from graders.proof.proof import Finding
from graders.proof.trials import Trials
from graders.report import CheckReport, Report, Verdict

ROOM = 2.0
"""How many times its cost an honest handin must be allowed."""
CLEAR = 1.5
"""How many times the cost allowed a handin must come to that is caught by it: less is luck."""
TRIES = 3
"""A handin that has too little room is measured so often; the least counts, as other load only adds."""
WORDS = {"times_reference": "time", "memory_times_reference": "memory"}
"""The words of problem.toml, and the kind of explanation that a student is given by them."""


class Handins(NamedTuple):
    """Handins by the name that a finding calls them by."""

    honest: Mapping[str, Mapping[str, bytes]]
    others: dict[str, tuple[Mapping[str, bytes], Report]]
    """Known mistakes and samples, each with a report on the first seed."""


class Beside(NamedTuple):
    """What one handin cost of what it is allowed; `allowed` is infinite where no word bounds it."""

    name: str
    cost: Cost
    allowed: Cost

    def share(self, kind: str) -> float:
        """The part of what is allowed that it cost; inf where it did not come to its end."""
        cost = _of(kind, self.cost)
        return cost / _of(kind, self.allowed) if math.isfinite(cost) else math.inf


def said_words(check: Check) -> list[str]:
    """The words of WORDS that a check says."""
    return [word for word in WORDS if getattr(check, word)]


def about_relative(trials: Trials, seeds: Sequence[int], handins: Handins) -> Iterator[Finding]:
    """One finding for each such word of each check."""
    for check in trials.bundle.problem.checks:
        if not said_words(check):
            continue
        honest = [
            _beside(trials, name, files, seed, check)
            for name, files in handins.honest.items()
            for seed in seeds
        ]
        for word in said_words(check):
            caught = list(_caught(trials, seeds[0], handins, check, WORDS[word]))
            yield _about(check, word, honest, caught)


def _about(check: Check, word: str, honest: list[Beside], caught: list[Beside]) -> Finding:
    name, kind = f"{word}.{check.name}", WORDS[word]
    most = max(honest, key=lambda one: one.share(kind))
    least = min(caught, key=lambda one: one.share(kind), default=None)
    times = getattr(check, word)
    if kind == "memory" and not all(one.cost.peak_bytes for one in honest):
        sentence = (
            f"{check.name}: boxes of this kind do not count memory, so {word} = {times:g} bounds nothing: "
            "prove and grade it in boxes of the kind namespaces, or use memory_mb in place of the word."
        )
        return Finding(name, False, sentence)
    numbers = {"share": most.share(kind)}
    if least and math.isfinite(least.share(kind)):
        numbers["caught"] = least.share(kind)
    spent = f"{most.name} costs {_said(kind, most.cost)} of {_said(kind, most.allowed)}"
    if most.share(kind) * ROOM > 1:
        sentence = (
            f"{check.name}: {spent} that {word} = {times:g} allows, and half of it is the most that is safe: "
            f"raise {word}, or ask what costs honest handins less."
        )
        return Finding(name, False, sentence, numbers)
    if least and least.share(kind) < CLEAR:
        sentence = (
            f"{check.name}: {least.name} is caught by {word} = {times:g} with {least.share(kind):.2g} times "
            f"what it allows, and {CLEAR:g} times is the least that is safe: ask more of the check, so that "
            f"the mistake shows, or lower {word}."
        )
        return Finding(name, False, sentence, numbers)
    catches = f"{least.name} costs {least.share(kind):.2g} times that" if least else "nothing known is caught"
    return Finding(name, True, f"{spent} that are allowed; {catches}.", numbers)


def _caught(trials: Trials, seed: int, handins: Handins, check: Check, kind: str) -> Iterator[Beside]:
    """The handins that lose a check by what it costs alone."""
    for name, (files, report) in handins.others.items():
        [lost] = [one for one in report.checks if one.name == check.name]
        if lost.verdict is Verdict.FAILED and _by_cost(lost, kind):
            found = _beside(trials, name, files, seed, check) if kind == "memory" else None
            yield found or Beside(name, Cost(lost.seconds), _allowed(trials, seed, check))


def _by_cost(lost: CheckReport, kind: str) -> bool:
    right = not lost.mismatches and lost.error is None
    return right and lost.explanation is not None and lost.explanation.kind == kind


def _beside(trials: Trials, name: str, files: Mapping[str, bytes], seed: int, check: Check) -> Beside:
    """A handin's cost; measured again where it is neither well below nor well above what is allowed."""
    found = Beside(name, trials.cost(files, seed, check), _allowed(trials, seed, check))
    for _ in range(TRIES - 1):
        if all(found.share(kind) * ROOM <= 1 for kind in WORDS.values()):
            break
        found = found._replace(cost=found.cost.least(trials.cost(files, seed, check)))
    return found


def _allowed(trials: Trials, seed: int, check: Check) -> Cost:
    reference = trials.solutions(seed).solved()[check.name].cost
    return allowed_beside(check, trials.bundle.problem.limits, reference or UNKNOWN)


def _of(kind: str, cost: Cost) -> float:
    return cost.seconds if kind == "time" else cost.peak_bytes


def _said(kind: str, cost: Cost) -> str:
    amount = _of(kind, cost)
    if not math.isfinite(amount):
        return "the absolute limit"
    return f"{amount:.2g} s" if kind == "time" else f"{amount / (1 << 20):.0f} MB"
