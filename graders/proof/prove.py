"""Proves a problem: everything that must hold of a bundle before students meet it.

A reference without answers, or an exercise that is not deterministic, would make every other finding
fail too: the proof ends there, with that one sentence. A box that fails raises SandboxFault.
"""

from collections.abc import Callable, Iterator, Sequence

from graders.errors import GraderFault, SandboxFault
from graders.proof.determinism import about_determinism
from graders.proof.ends import about_reference, about_starter
from graders.proof.mistakes import about_mistake
from graders.proof.proof import Finding, Proof
from graders.proof.room import about_memory, about_time
from graders.proof.samples import about_sample
from graders.proof.tolerance import about_tolerances
from graders.proof.trials import Trials
from graders.proof.written import about_written

Listen = Callable[[str, int, int], None]
"""Told what was shown last, and that it was number so many of so many findings."""


def prove(trials: Trials, seeds: Sequence[int], listen: Listen) -> Proof:
    """Every finding on a bundle. seeds: two at least, or drawn inputs cannot be told from fixed ones."""
    problem = trials.bundle.problem
    total = 4 + len(problem.misconceptions) + len(problem.samples) + 2 * len(problem.checks)
    if problem.is_written:
        total = 2 + len(problem.samples)
    found: list[Finding] = []
    for finding in about_written(trials.bundle) if problem.is_written else _findings(trials, seeds):
        found.append(finding)
        listen(finding.name, len(found), total)
    return Proof(
        problem=problem.slug,
        title=problem.title,
        bundle=trials.bundle.digest,
        runtime=problem.runtime,
        device=trials.device,
        box=trials.sandbox.kind,
        seeds=() if problem.is_written else tuple(seeds),
        passed=all(finding.passed for finding in found),
        findings=tuple(found),
    )


def _findings(trials: Trials, seeds: Sequence[int]) -> Iterator[Finding]:
    try:
        determined = about_determinism(trials, seeds)
    except SandboxFault:
        raise
    except GraderFault as fault:
        yield Finding("reference", False, f"{fault} Mend reference/, or the check in its exercise.")
        return
    yield determined
    if determined.passed:
        yield from _about_solutions(trials, seeds)


def _about_solutions(trials: Trials, seeds: Sequence[int]) -> Iterator[Finding]:
    bundle = trials.bundle
    reports = [trials.report(bundle.reference(), seed) for seed in seeds]
    yield about_reference(reports)
    yield about_starter(trials.report(bundle.starter(), seeds[0]))
    for mistake in bundle.problem.misconceptions:
        files = bundle.misconception(mistake.name)
        yield about_mistake(bundle.problem, mistake, {seed: trials.report(files, seed) for seed in seeds})
    for sample in bundle.problem.samples:
        yield about_sample(sample, trials.report(bundle.sample(sample.name), seeds[0]))
    yield from about_tolerances(trials, seeds)
    yield from about_time(bundle, reports)
    yield about_memory(trials, seeds[0])
