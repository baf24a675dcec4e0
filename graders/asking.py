"""Checks apart, cheaply: no check of a handin can drag another down, and a good handin costs one child.

Theory of operation. One child is asked all checks in order. A check that plainly passes there has its
answer. One that does not may owe it to an earlier check, so it is asked again alone, in a child of its
own, and that answer counts; the first check of any child has been asked alone already. When a child
ends early, the check that was running is blamed and the rest goes on in a new child.

A check that will be asked again anyway need not be waited for: beyond the first of a child, a check has
a part of its wall time only. So a loop without end costs little more than that time once.

An import that ends a child would end one for every check that needs the file, at the price of a
check's wall time each. After the second time no further check is allowed to begin it.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import cast

from graders.answer import Answer
from graders.box import BoxTask, Event, Sandbox, Step
from graders.errors import SandboxFault
from graders.hearing import DeadlyImports, hear

HASTE = 0.2
"""The part of its wall time that a check has while it shares a child with checks before it."""

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
    for step in doubtful:
        yield from _ask_together(sandbox, task, [step], deadly)


def _ask_together(
    sandbox: Sandbox, task: BoxTask, steps: Sequence[Step], deadly: DeadlyImports
) -> Iterator[tuple[Step, Answer]]:
    """Ask steps in one child, or in as many as it takes: each child answers at least its first."""
    rest = list(steps)
    # A child holds the exercises that it is asked, and no other problem's.
    asked = {step.problem for step in steps}
    exercises = {slug: exercise for slug, exercise in task.exercises.items() if slug in asked}
    task = replace(task, exercises=exercises)
    while rest:
        hasty = (replace(step, wall_seconds=step.wall_seconds * HASTE) for step in rest[1:])
        # The contract of a sandbox: closing the iterator kills the child.
        events = cast(Generator[Event, None, None], sandbox.run(replace(task, steps=(rest[0], *hasty))))
        before = len(rest)
        with closing(events):
            for answer in hear(events, deadly):
                yield rest.pop(0), answer
        if len(rest) == before:
            raise SandboxFault("A child ended without a word about its first check.")
