"""Try a kind of box: only a task that was answered shows that it can be had, whatever /proc says."""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graders.arrays import read_array
from graders.box import BoxTask, End, Ended, Exercise, Sandbox, Sent, Step
from graders.errors import AllcloseError
from graders.problem import Limits
from worker.sandbox.open import OpenSandbox, Site, open_sandbox

_HANDIN = b"def double(x):\n    return 2 * x\n"
_EXERCISE = """
import numpy as np
def trial(handin, rng):
    return {"out": handin.load("trial.py").double(np.arange(4))}
"""
_ANSWER = [0, 2, 4, 6]
_WALL_SECONDS = 30.0
_WITH_GPU = "torch"
"""The runtime whose problems may ask for a GPU."""
_FAILURES = (AllcloseError, OSError, ValueError, subprocess.SubprocessError)


@dataclass(frozen=True)
class Times:
    """Seconds from nothing to the first answer in a runtime, and from then to the next one."""

    first: float
    next: float


@dataclass(frozen=True)
class Trial:
    """What came of one kind. problem: "" where it can be used, else a sentence. times: by runtime.

    gpu_seconds: to the first answer of a task on a GPU, 0 where none was tried; gpu_problem: why it failed.
    """

    kind: str
    problem: str
    times: Mapping[str, Times]
    gpu_seconds: float = 0.0
    gpu_problem: str = ""


def try_box(kind: str, runtimes: Mapping[str, Path], site: Site) -> Trial:
    """Open this kind, and run two tasks in each runtime that it has."""
    times: dict[str, Times] = {}
    gpu = 0.0, ""
    began = time.perf_counter()
    try:
        with open_sandbox(kind, runtimes, site) as boxes:
            for runtime in boxes.runtimes:
                times[runtime] = _two_tasks(boxes, runtime, began)
                began = time.perf_counter()
            if boxes.gpus and _WITH_GPU in boxes.runtimes:
                gpu = _try_gpu(boxes)
    except _FAILURES as problem:
        return Trial(kind, str(problem), times)
    return Trial(kind, "" if times else "There is no runtime to try it with.", times, *gpu)


def _try_gpu(boxes: OpenSandbox) -> tuple[float, str]:
    """Seconds to the answer of a task that has a GPU; or why one that is there cannot be used."""
    began = time.perf_counter()
    try:
        ask(boxes.on("cuda"), _WITH_GPU, "cuda")
    except _FAILURES as problem:
        return 0.0, str(problem)
    return time.perf_counter() - began, ""


def _two_tasks(boxes: OpenSandbox, runtime: str, began: float) -> Times:
    ask(boxes, runtime)
    first = time.perf_counter()
    ask(boxes, runtime)
    return Times(first - began, time.perf_counter() - first)


def ask(sandbox: Sandbox, runtime: str, device: str = "cpu") -> None:
    """Run one small task; raises WrongEnd unless its answer is what it must be."""
    step = Step("trial", "trial", 1, _WALL_SECONDS)
    exercises = {"trial": Exercise(_EXERCISE)}
    task = BoxTask(runtime, device, {"trial.py": _HANDIN}, exercises, (step,), Limits())
    events = list(sandbox.run(task))
    answers = [read_array(event.npy).tolist() for event in events if isinstance(event, Sent)]
    last = events[-1]
    if answers != [_ANSWER] or not isinstance(last, Ended) or last.how is not End.DONE:
        raise WrongEnd(f"Its task in runtime {runtime} did not answer, but ended so: {_in_words(last)}.")


class WrongEnd(AllcloseError):
    """A task that cannot fail has failed."""


def _in_words(last: object) -> str:
    if not isinstance(last, Ended):
        return "without an end"
    return ", ".join(filter(None, [str(last.how), last.detail, last.output.strip()[-300:]]))
