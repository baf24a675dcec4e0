"""A check's tolerance lies well above the noise of honest answers, and well below the nearest mistake."""

import math
from collections.abc import Sequence
from itertools import takewhile

from graders.cost import is_relative
from graders.problem import Check
from graders.proof.noise import distance, noises
from graders.proof.proof import Finding
from graders.proof.trials import Trials

QUIET = 0.1
"""The part of the error allowed that noise may take: a decade of room for machines not measured here."""
NEAR = 2.0
"""How many times the error allowed the nearest mistake must be off, on every seed."""

Near = tuple[float, str]
"""How far the nearest misconception is off, in errors allowed, and its name; inf and "" for none."""


def about_tolerances(trials: Trials, seeds: Sequence[int]) -> list[Finding]:
    """One finding a check. seeds: where mistakes are measured; noise is on the first of them."""
    noise = noises(trials, seeds[0])
    return [
        _about(check, noise[check.name], (math.inf, "") if check.judged else _nearest(trials, check, seeds))
        for check in trials.bundle.problem.checks
    ]


def _nearest(trials: Trials, check: Check, seeds: Sequence[int]) -> Near:
    """Of the misconceptions that claim a check, the one whose worst error is the smallest.

    One whose arrays are right loses the check by what it does, such as to its inputs, or by what it costs: no
    tolerance tells it.
    """
    right = QUIET if is_relative(check) else 0.0
    found: list[Near] = []
    for seed in seeds:
        solutions = trials.solutions(seed)
        expected = solutions.expected()[check.name]
        claiming = takewhile(lambda one: check.name in one[0].fails, solutions.wrong(check))
        measured = ((distance(arrays, expected, check), mistake.name) for mistake, arrays in claiming)
        found += [near for near in measured if near[0] > right]
    return min(found, default=(math.inf, ""))


def _about(check: Check, noise: float, near: Near) -> Finding:
    far, mistake = near
    if check.judged:
        sentence = "the judge decides: no tolerance to measure; misconceptions and samples tell it right."
        return Finding(f"tolerance.{check.name}", True, sentence)
    name, allowed = f"tolerance.{check.name}", f"rtol {check.rtol:g}, atol {check.atol:g}"
    numbers = {"noise": noise} | ({"nearest": far} if math.isfinite(far) else {})
    numbers |= {f"decades_{key}": decades for key, decades in _margins(noise, far).items()}
    if noise > QUIET:
        sentence = (
            f"{check.name}: honest answers are up to {noise:.2g} of the allowed error apart ({allowed}), and "
            f"{QUIET:g} is the most that is safe: raise the check's rtol or atol, or draw tamer inputs."
        )
        return Finding(name, False, sentence, numbers)
    if far < NEAR:
        sentence = (
            f"{check.name}: misconceptions.{mistake} is only {far:.2g} times the allowed error off "
            f"({allowed}), and {NEAR:g} is the least that is safe: lower the check's rtol or atol, or draw "
            "inputs on which the mistake shows more."
        )
        return Finding(name, False, sentence, numbers)
    return Finding(name, True, _margin(noise, near), numbers)


def _margins(noise: float, far: float) -> dict[str, float]:
    """Decades between noise and tolerance, and between tolerance and mistake, where they are finite."""
    margins = {"above_noise": -math.log10(noise)} if noise else {}
    return margins | ({"below_nearest": math.log10(far)} if 0 < far < math.inf else {})


def _margin(noise: float, near: Near) -> str:
    far, mistake = near
    quiet = f"{-math.log10(noise):.1f} decades above noise" if noise else "no noise at all"
    if math.isfinite(far):
        return f"{quiet}, {math.log10(far):.1f} below {mistake}."
    return f"{quiet}; " + (
        "the nearest mistake is beyond measure." if mistake else "no misconception is measured."
    )
