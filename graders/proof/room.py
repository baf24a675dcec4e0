"""The reference has room within its limits: ten times the time and twice the memory that it needs."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from graders.bundle import Bundle
from graders.problem import Check
from graders.proof.ends import lost_checks, said
from graders.proof.proof import Finding
from graders.proof.trials import Trials
from graders.report import Report

TIMES = 10.0
"""How many times the reference's own time a check must allow."""


def about_time(bundle: Bundle, reports: Sequence[Report]) -> Iterator[Finding]:
    """One finding a check, from the reference's reports; the fastest counts, as other load only slows."""
    for number, check in enumerate(bundle.problem.checks):
        yield _about(check, bundle, min(report.checks[number].seconds for report in reports))


def _about(check: Check, bundle: Bundle, took: float) -> Finding:
    allowed = check.wall_seconds or bundle.problem.limits.wall_seconds
    passed = took * TIMES <= allowed
    sentence = f"{took * 1000:.0f} ms of {allowed:g} s."
    if not passed:
        sentence = (
            f"{check.name}: the reference takes {took:.2g} s of the {allowed:g} s of wall_seconds, and "
            f"slower honest ways need room: raise wall_seconds to {took * TIMES:.2g} or more, or ask less "
            "of the check."
        )
    return Finding(f"time.{check.name}", passed, sentence, {"seconds": took, "allowed": allowed})


def about_memory(trials: Trials, seed: int) -> Finding:
    """The reference earns everything with half the memory too."""
    problem = trials.bundle.problem
    half = max(1, problem.limits.memory_mb // 2)
    limits = replace(problem.limits, memory_mb=half)
    tight = Bundle(replace(problem, limits=limits), trials.bundle.files)
    lost = lost_checks(trials.report(trials.bundle.reference(), seed, tight))
    numbers = {"allowed_mb": float(problem.limits.memory_mb), "tried_mb": float(half)}
    if not lost:
        sentence = f"the reference has enough with {half} MB of {problem.limits.memory_mb} MB."
        return Finding("memory", True, sentence, numbers)
    sentence = (
        f"reference/ fails {lost[0].name} with {half} MB, half of memory_mb: {said(lost[0])} "
        f"Raise memory_mb above {problem.limits.memory_mb}, or ask less of the check."
    )
    return Finding("memory", False, sentence, numbers)
