"""Every misconception loses exactly the checks that it claims, on every seed, and is told by its name."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from graders.problem import Check, Misconception, Problem
from graders.proof.ends import lost_checks, said
from graders.proof.proof import Finding
from graders.proof.relative import said_words
from graders.report import CheckReport, Report


def about_mistake(problem: Problem, mistake: Misconception, reports: Mapping[int, Report]) -> Finding:
    """reports: by seed, of the misconception handed in as if a student had made it."""
    name = f"misconceptions.{mistake.name}"
    for seed, report in reports.items():
        for complaint in islice(_complaints(problem, mistake, report), 1):
            return Finding(name, False, f"{name}, on seed {seed}, {complaint}", {"seed": float(seed)})
    lost = ", ".join(mistake.fails)
    return Finding(name, True, f"loses {lost} on {len(reports)} seeds.", {"seeds": float(len(reports))})


def _complaints(problem: Problem, mistake: Misconception, report: Report) -> Iterator[str]:
    failed = {check.name: check for check in lost_checks(report)}
    for check in mistake.fails:
        if check not in failed:
            yield (
                f"passes {check}, which it claims to fail: draw inputs on which the mistake shows, lower the "
                f"check's {_bounds(problem, check)}, or take the check out of its `fails`."
            )
    for name, lost in failed.items():
        if name not in mistake.fails:
            yield (
                f"fails {name} too, which it does not claim: {said(lost)} Add the check to its `fails`, "
                "or keep the mistake out of what that check asks."
            )
    asked = {check.name: check for check in problem.checks}
    told = [
        lost for name, lost in failed.items() if asked[name].reveal and _tells_a_mistake(lost, asked[name])
    ]
    yield from _about_names(problem, mistake, told)


def _bounds(problem: Problem, name: str) -> str:
    """The words of a check that a mistake can be on the wrong side of."""
    [check] = [check for check in problem.checks if check.name == name]
    return " or ".join(["rtol", "atol", *said_words(check)])


def _about_names(problem: Problem, mistake: Misconception, told: Sequence[CheckReport]) -> Iterator[str]:
    """Where two misconceptions come to the same arrays, either may be named: both claim the check."""
    claims = {one.name: one.fails for one in problem.misconceptions}
    named = [check.explanation.misconception if check.explanation else "" for check in told]
    for check, name in zip(told, named, strict=True):
        if check.name not in claims.get(name, ()):
            instead = f"is taken for {name}" if name else "is not recognized"
            yield (
                f"{instead} in {check.name}, where a student is told: {said(check)} Draw inputs on which its "
                "arrays are several tolerances away from the right ones and from other misconceptions'."
            )
    if named and mistake.name not in named:
        others = ", ".join(dict.fromkeys(named))
        yield (
            f"is never named, since its arrays are those of {others}: leave one of them out, or draw "
            "inputs on which they differ."
        )


def _tells_a_mistake(lost: CheckReport, check: Check) -> bool:
    """Whether values are wrong; a wrong shape, and an input written into, have sentences of their own.

    So has a judge: a mistake that it does not call by a name is told in its words.
    """
    if check.judged:
        return lost.explanation is not None and lost.explanation.misconception != ""
    return any(mismatch.kind in ("values", "finite") for mismatch in lost.mismatches)
