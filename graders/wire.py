"""How a task travels into a box: a JSON header that describes it, then every file, back to back."""

import json
from collections.abc import Iterable, Mapping

from graders.box import BoxTask, Exercise
from graders.inside.wire import LENGTH
from graders.inside.wire import Step as StepRead


def encode_task(task: BoxTask) -> bytes:
    """The bytes that `graders.inside.wire.decode_task` reads back in the child.

    The header holds the sizes of the handin's files and then of each exercise's files, in the order
    in which their bytes follow it.
    """
    header = json.dumps(
        {
            "device": task.device,
            "memory_bytes": task.limits.memory_mb << 20,
            "context": task.context,
            "answer_bytes": task.limits.answer_mb << 20,
            "files": _sizes(task.files),
            "exercises": {problem: _describe(exercise) for problem, exercise in task.exercises.items()},
            "steps": [[getattr(step, name) for name in StepRead._fields] for step in task.steps],
        }
    ).encode()
    return b"".join([LENGTH.pack(len(header)), header, *_bodies(task)])


def _describe(exercise: Exercise) -> dict[str, object]:
    return {
        "source": exercise.source,
        "path": exercise.path,
        "aliases": exercise.aliases,
        "files": _sizes(exercise.files),
    }


def _sizes(files: Mapping[str, bytes]) -> list[tuple[str, int]]:
    return [(path, len(content)) for path, content in files.items()]


def _bodies(task: BoxTask) -> Iterable[bytes]:
    yield from task.files.values()
    for exercise in task.exercises.values():
        yield from exercise.files.values()
