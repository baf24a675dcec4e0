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
from graders.proof.relative import Handins, about_relative, said_words
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
    total += sum(len(said_words(check)) for check in problem.checks)
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
    honest = {f"samples.{name}": files for name, files in trials.honest()}
    handins = Handins({"reference": bundle.reference(), **honest}, {})
    for mistake in bundle.problem.misconceptions:
        files = bundle.misconception(mistake.name)
        by_seed = {seed: trials.report(files, seed) for seed in seeds}
        handins.others[f"misconceptions.{mistake.name}"] = files, by_seed[seeds[0]]
        yield about_mistake(bundle.problem, mistake, by_seed)
    for sample in bundle.problem.samples:
        files = bundle.sample(sample.name)
        report = trials.report(files, seeds[0])
        handins.others[f"samples.{sample.name}"] = files, report
        yield about_sample(sample, report)
    yield from about_tolerances(trials, seeds)
    yield from about_time(bundle, reports)
    yield from about_relative(trials, seeds, handins)
    yield about_memory(trials, seeds[0])
