"""Checks apart, cheaply: no check of a handin can drag another down, and a good handin costs one child.

Theory of operation. One child is asked all checks in order. A check that plainly passes there has its
answer. One that does not may owe it to an earlier check, so it is asked again alone, in a child of its
own, and that answer counts; the first check of any child has been asked alone already. When a child
ends early, the check that was running is blamed and the rest goes on in a new child.

A check that will be asked again anyway need not be waited for: beyond the first of a child, a check has
a part of its wall time only. So a loop without end costs little more than that time once.

While the answer of a child that worked alone is compared and explained, the next child is at work. It is
begun when the one before has ended: what that one has taught of deadly imports is known to it, and its place
in the line was free for others in between, so that many slow checks of one handin hold nobody up.

An import that ends a child would end one for every check that needs the file, at the price of a
check's wall time each. After the second time no further check is allowed to begin it.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple, cast

from graders.answer import Answer
from graders.box import BoxTask, Event, Sandbox, Step
from graders.errors import SandboxFault
from graders.hearing import DeadlyImports, Hearing, hear

HASTE = 0.2
"""The part of its wall time that a check has while it shares a child with checks before it."""

_SILENT = "A child ended without a word about its first check."

Passes = Callable[[Step, Answer], bool]


def ask(
    sandbox: Sandbox, task: BoxTask, passes: Passes, deadly: DeadlyImports
) -> Iterator[tuple[Step, Answer]]:
    """Ask every step of a task; yield each step once with the answer that counts, as soon as it does.

    passes: whether an answer plainly passes, so that there is nothing to ask again. deadly: what is
    known of this handin's imports, kept from one call to the next. Raises SandboxFault.
    """
    doubtful = []
    for step, answer in _ask_together(sandbox, task, task.steps, deadly):
        if answer.alone or passes(step, answer):
            yield step, answer
        else:
            doubtful.append(step)
    if task.device == "cuda":  # a GPU is one child's at a time
        for step in doubtful:
            yield from _ask_together(sandbox, task, [step], deadly)
    else:
        yield from _ask_apart(sandbox, task, doubtful, deadly)


def _ask_apart(
    sandbox: Sandbox, task: BoxTask, steps: Sequence[Step], deadly: DeadlyImports
) -> Iterator[tuple[Step, Answer]]:
    """Ask steps, each in a child of its own. While an answer is looked at, the next child works."""
    waiting = deque(steps)
    asked = _begin(sandbox, task, waiting, deadly)
    try:
        while asked:
            step, telling = asked
            answer = next(telling)
            telling.close()
            asked = None
            asked = _begin(sandbox, task, waiting, deadly)
            yield step, cast(Answer, answer)
    finally:
        if asked:
            asked.telling.close()


class _Asked(NamedTuple):
    """A step that a child is at work on. telling: its answer."""

    step: Step
    telling: Generator[Answer | None, None, None]


def _begin(sandbox: Sandbox, task: BoxTask, waiting: deque[Step], deadly: DeadlyImports) -> _Asked | None:
    """Have the next step asked, if there is one. Returns when its child is at work."""
    if not waiting:
        return None
    step = waiting.popleft()
    telling = _tell_alone(sandbox, _only(task, (step,)), deadly)
    next(telling)
    return _Asked(step, telling)


def _tell_alone(
    sandbox: Sandbox, task: BoxTask, deadly: DeadlyImports
) -> Generator[Answer | None, None, None]:
    """None when a child is at work on the only step, and then its answer."""
    hearing, begun = Hearing(deadly), False
    with _running(sandbox, task) as events:
        for event in events:
            answer = hearing.take(event)
            if answer:
                yield answer
                return
            if not begun:
                begun = True
                yield None
    raise SandboxFault(_SILENT)


def _ask_together(
    sandbox: Sandbox, task: BoxTask, steps: Sequence[Step], deadly: DeadlyImports
) -> Iterator[tuple[Step, Answer]]:
    """Ask steps in one child, or in as many as it takes: each child answers at least its first."""
    rest = list(steps)
    while rest:
        hasty = (replace(step, wall_seconds=step.wall_seconds * HASTE) for step in rest[1:])
        before = len(rest)
        with _running(sandbox, _only(task, (rest[0], *hasty))) as events:
            for answer in hear(events, deadly):
                yield rest.pop(0), answer
        if len(rest) == before:
            raise SandboxFault(_SILENT)


def _only(task: BoxTask, steps: tuple[Step, ...]) -> BoxTask:
    """The task with these steps. A child holds the exercises that it is asked, and no other problem's."""
    asked = {step.problem for step in steps}
    exercises = {slug: exercise for slug, exercise in task.exercises.items() if slug in asked}
    return replace(task, steps=steps, exercises=exercises)


def _running(sandbox: Sandbox, task: BoxTask) -> closing[Generator[Event, None, None]]:
    """The events of a child, which does not outlive the block: closing them kills it, by contract."""
    return closing(cast(Generator[Event, None, None], sandbox.run(task)))
