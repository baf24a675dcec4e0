"""What a check of `problem.toml` must hold to in how it is asked and how its answer is compared."""

import math
from collections.abc import Iterator

from graders.compare.dtype import POLICIES
from graders.cost import FLOOR_SECONDS, is_relative
from graders.problem import Check, Compare, Credit, Problem

MOST_SEEDS = 100
TIMES = {"times_reference": (5.0, 1000.0), "memory_times_reference": (2.0, 1000.0)}
"""Two runs of the same code on a busy machine may be a few times apart; its memory hardly is."""

Complaint = tuple[str, str]
"""The key below the check, and what is wrong with it."""


def about_asking(check: Check) -> Iterator[Complaint]:
    """Its seeds and cases, and the credit that is given by them."""
    if not 1 <= check.seeds <= MOST_SEEDS:
        yield ".seeds", f"{check.seeds} must be between 1 and {MOST_SEEDS}."
    for case in check.cases:
        if not case.strip() or not case.isprintable() or "," in case:
            yield ".cases", f"{case!r} must be a name on one line, without a comma."
    if len(set(check.cases)) < len(check.cases):
        yield ".cases", "a name comes more than once; give each case its own."
    if check.credit is Credit.SEED and check.seeds == 1:
        yield ".credit", "there is only one seed to give credit by; say how many in `seeds`, or leave it out."
    divided = check.seeds > 1 or check.cases or check.credit is not Credit.ALL
    if check.judged and (divided or check.gradients):
        yield (
            ".judged",
            "leaves seeds, cases, credit and gradients to judge.py and its exercise; take these words away.",
        )
    if check.credit is not Credit.ALL and not check.reveal:
        yield ".credit", "a part of the points would tell how many answers are right, and reveal is false."


def about_comparing(check: Check) -> Iterator[Complaint]:
    """Its policies, and the numbers that wrong arrays are explained by."""
    if check.dtype not in POLICIES:
        yield ".dtype", f"{check.dtype!r} must be one of {', '.join(POLICIES)}."
    if check.compare is Compare.RELATIVE_ERROR and not check.rtol:
        yield ".rtol", "must be more than 0, as the largest relative error that compare allows."
    yield from _about_gradients(check)
    for name, scale in check.scales.items():
        if not math.isfinite(scale) or scale == 0:
            yield f".scales.{name}", f"{scale} must be a number other than zero."


def about_cost(check: Check, problem: Problem) -> Iterator[Complaint]:
    """What it may cost beside the reference."""
    for key, (least, most) in TIMES.items():
        times = getattr(check, key)
        if times is not None and not least <= times <= most:
            yield f".{key}", f"{times:g} must be between {least:g} and {most:g}."
    if check.cheaper and not is_relative(check):
        yield (
            ".cheaper",
            "is said where a check costs too much beside the reference: give it a times_reference or "
            "memory_times_reference, or take the word away.",
        )
    seconds = check.wall_seconds or problem.limits.wall_seconds
    if check.times_reference and seconds <= FLOOR_SECONDS:
        yield (
            ".times_reference",
            f"bounds nothing: {FLOOR_SECONDS:g} s are always allowed, and wall_seconds ends it after "
            f"{seconds:g} s. Ask more of the check and raise wall_seconds, or take the word away.",
        )
    if check.memory_times_reference and problem.device != "cpu":
        yield (
            ".memory_times_reference",
            "counts main memory, and beside a GPU its driver takes most of that: it is for a problem whose "
            f"device is 'cpu', and this one's is {problem.device!r}.",
        )


def _about_gradients(check: Check) -> Iterator[Complaint]:
    for name, differences in check.gradients.items():
        if differences in check.gradients:
            said = f"{differences!r} is a gradient too; differences have a name of their own."
            yield f".gradients.{name}", said
        if name.startswith("_") or differences.startswith("_"):
            yield (
                f".gradients.{name}",
                "a handin's arrays whose names begin with _ are not sent; give both a name without.",
            )
