"""Asks a bundle's judge: all answers of one problem that wait for it, in one child."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graders import inside
from graders.answer import Answer, Arrays
from graders.asking import ask
from graders.box import BoxTask, Exercise, Step
from graders.bundle import Bundle
from graders.bundle.bundle import HIDDEN, JUDGE, JUDGE_DATA, VISIBLE
from graders.bundle.tree import folder
from graders.errors import GraderFault
from graders.hearing import DeadlyImports
from graders.inside.answers import encode_npy
from graders.judge.ruling import NonsenseRuled, Ruling, read_ruling
from graders.problem import Problem
from graders.solutions import Solutions

SITTING = Path(inside.__file__).with_name("judged.py").read_text(encoding="utf-8")
PREFIX = "answers of "
PATIENCE = 2.0
"""A judge has so many times the wall time of its check: it may do what the student's code did, and more."""


def ask_judge(solutions: Solutions, answers: Mapping[str, Arrays]) -> dict[str, Ruling]:
    """What the judge says of the answers, by check. Raises GraderFault where it says nothing, or nonsense."""
    bundle = solutions.bundle
    checks = [check for check in bundle.problem.checks if check.name in answers]
    if not checks:
        return {}
    steps = [solutions.step(check) for check in checks]
    task = BoxTask(
        runtime=solutions.runtime,
        device=solutions.device,
        files=bundle.reference(),
        exercises={bundle.problem.slug: _sitting(bundle, answers)},
        steps=tuple(replace(step, wall_seconds=step.wall_seconds * PATIENCE) for step in steps),
        limits=bundle.problem.limits,
    )
    heard = ask(solutions.sandbox, task, _spoke, DeadlyImports())
    return {step.check: _ruling(step, said, answers[step.check], bundle.problem) for step, said in heard}


def _sitting(bundle: Bundle, answers: Mapping[str, Arrays]) -> Exercise:
    """The exercise whose functions ask the judge's: see `graders/inside/judged.py`."""
    beside = folder(bundle.files, JUDGE_DATA)
    modules = {path: beside.pop(path) for path in sorted(beside) if path.endswith(".py")}
    files = folder(bundle.files, "data") | beside
    for check, arrays in answers.items():
        for number, array in enumerate(arrays.values()):
            files[f"{PREFIX}{check}/{number}"] = b"".join(encode_npy(array))
    sources = {
        file.removesuffix(".py"): source.decode()
        for file, source in (_known(bundle, VISIBLE, HIDDEN) | modules | _known(bundle, JUDGE)).items()
    }
    keys = {check: list(arrays) for check, arrays in answers.items()}
    sitting = f"{SITTING}\n_sit(globals(), {sources!r}, {keys!r}, {PREFIX!r})\n"
    return replace(bundle.exercise(), source=sitting, files=files)


def _known(bundle: Bundle, *files: str) -> dict[str, bytes]:
    return {file: bundle.files[file] for file in files if file in bundle.files}


def _spoke(_step: Step, said: Answer) -> bool:
    return said.finished and not said.withheld and not said.refused


def _ruling(step: Step, said: Answer, answered: Arrays, problem: Problem) -> Ruling:
    try:
        if not _spoke(step, said):
            raise NonsenseRuled(_silence(said))
        return read_ruling(said.arrays, answered, problem)
    except NonsenseRuled as nonsense:
        raise GraderFault(
            f"{JUDGE} of {step.problem} gives no verdict on {step.check}: {nonsense}. "
            "Mend the judge; no student has lost a point by it."
        ) from nonsense


def _silence(said: Answer) -> str:
    if said.ended:
        return f"it ended ({said.ended.how}: {said.ended.detail})"
    if said.raised:
        return f"it raised {said.raised.type_name}: {said.raised.message}"
    return "it says something that is no array and no text"
