"""Each kind of box, tried."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.find import choose_gpus, find_gpus
from worker.sandbox.machine.files import HERE
from worker.sandbox.machine.finding import Chapter, Finding, Mark, fact, good
from worker.sandbox.machine.refusal import CONTAINER, container_of
from worker.sandbox.machine.trial import Times, Trial, try_box
from worker.sandbox.open import KINDS, Site

OF_NAMESPACES = ("namespaces", "bwrap-exec")
"""The kinds that cannot be had without all that `needs` lists."""
_REFUSALS = ("Read-only file system", "Operation not permitted", "Permission denied")
_NEEDS = "Needs what is missing above."


def try_kinds(chosen: str, installed: Mapping[str, Path], site: Site, lacking: bool) -> Iterator[Trial]:
    """Every kind: the chosen one in every runtime, the others in the first."""
    for kind in KINDS:
        if lacking and kind in OF_NAMESPACES:
            yield Trial(kind, _NEEDS, {})
        else:
            yield try_box(kind, installed if kind == chosen else dict(list(installed.items())[:1]), site)


def kinds_chapter(chosen: str, trials: list[Trial], site: Site) -> Chapter:
    """A finding for each kind, and what there is to say of GPUs."""
    findings = [_finding(trial, chosen) for trial in trials]
    tried = next(trial for trial in trials if trial.kind == chosen)
    return Chapter("Boxes, tried", (*findings, _gpus(site, tried)))


def _finding(trial: Trial, chosen: str) -> Finding:
    name = f"{trial.kind} (chosen)" if trial.kind == chosen else trial.kind
    if trial.problem:
        return Finding(Mark.MISSING if trial.kind == chosen else Mark.FACT, name, _why(trial))
    says = "; ".join(_timed(runtime, times) for runtime, times in trial.times.items())
    return fact(name, f"{says}; isolates nothing") if trial.kind == "bare" else good(name, says)


def _why(trial: Trial) -> str:
    """Why a kind cannot be used; what a kernel refuses in a container, its engine may have forbidden."""
    engine = container_of(HERE)
    if engine and trial.kind in OF_NAMESPACES and any(words in trial.problem for words in _REFUSALS):
        return f"{trial.problem} If this container was not, start it by {engine} with {CONTAINER}."
    return trial.problem


def _timed(runtime: str, times: Times) -> str:
    return f"{runtime}: a task in {times.next * 1000:.0f} ms, the first in {times.first:.1f} s"


def _gpus(site: Site, tried: Trial) -> Finding:
    try:
        gpus = choose_gpus(site.gpus)
    except BoxUnavailable as refusal:
        return Finding(Mark.MISSING, "GPUs", str(refusal))
    if not gpus:
        return fact("GPUs", find_gpus()[1] or "ALLCLOSE_GPUS says none.")
    names = ", ".join(gpu.name for gpu in gpus)
    if tried.gpu_problem:
        return Finding(Mark.BETTER, "GPUs", f"{names}: a task cannot use one. {tried.gpu_problem}")
    if tried.gpu_seconds:
        return good("GPUs", f"{names}: the first task in {tried.gpu_seconds:.1f} s")
    return fact("GPUs", f"{names}, not tried: problems for a GPU need the runtime torch.")
