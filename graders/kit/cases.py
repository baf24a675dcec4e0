"""Public cases: what the reference answers to the visible checks, drawn from a seed that everyone knows."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import numpy as np

from graders.answer import Answer, Arrays
from graders.box import BoxTask, Exercise, Sandbox, Step
from graders.bundle import Bundle
from graders.errors import BundleRefused
from graders.hearing import DeadlyImports, hear
from graders.problem import Check
from graders.steps import step_of

PUBLIC_SEED = 11785
"""Never a seed that grades: those are drawn for each assignment and told to nobody."""

DRAWS = "draws"
DRAWS_FILE = Path(__file__).parent / "autograder" / "draws.py"
"""An exercise of our own, by which a student's numpy proves that it draws the same numbers from a seed."""


def public_cases(bundle: Bundle, sandbox: Sandbox) -> bytes:
    """A .npz of what the reference answers, its arrays named check/case/array, each part URL-quoted.

    Holds no context arrays, and nothing of checks that are not visible or reveal no expected value.
    Raises BundleRefused when the reference does not answer in full, and SandboxFault.
    """
    arrays: dict[str, np.ndarray] = {}
    for name, answer in _answers(bundle, sandbox):
        arrays |= {case_key(name, *key): array for key, array in answer.items()}
    return _npz(arrays)


def is_stored(check: Check) -> bool:
    """Whether a visible check's expected arrays may be known, and decide."""
    return check.reveal and not check.judged


def case_key(check: str, case: str, name: str) -> str:
    """The name of an array in the .npz."""
    return "/".join(quote(part, safe=" []") for part in (check, case, name))


def _answers(bundle: Bundle, sandbox: Sandbox) -> Iterator[tuple[str, Arrays]]:
    problem = bundle.problem
    checks = [check for check in bundle.checks(hidden=False) if is_stored(check)]
    if not checks:
        return
    limits = problem.limits
    steps = [Step(DRAWS, DRAWS, PUBLIC_SEED, limits.wall_seconds)]
    steps += [step_of(problem, check, PUBLIC_SEED) for check in checks]
    task = BoxTask(
        runtime=problem.runtime,
        device=problem.device.replace("any", "cpu"),
        files=bundle.reference(),
        exercises={problem.slug: bundle.exercise(), DRAWS: Exercise(DRAWS_FILE.read_text())},
        steps=tuple(steps),
        limits=limits,
    )
    answers = list(hear(sandbox.run(task), DeadlyImports()))
    for step, answer in zip(steps, answers, strict=False):
        if complaint := _incomplete(answer):
            raise BundleRefused(f"reference/: check {step.check!r} of {problem.slug!r} {complaint}.")
        yield step.check, answer.arrays
    if len(answers) < len(steps):
        raise BundleRefused(f"reference/: ends the process before check {steps[len(answers)].check!r}.")


def _incomplete(answer: Answer) -> str:
    if answer.raised:
        return f"raises {answer.raised.type_name}: {answer.raised.message}"
    if answer.withheld or answer.refused:
        return "answers with something that is no plain array"
    return "" if answer.finished and answer.arrays else "gives no answer"


def _npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    # numpy.savez would do, but for the time of day that it writes down: the same arrays give the same bytes.
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, array in sorted(arrays.items()):
            npy = io.BytesIO()
            np.save(npy, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), npy.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
