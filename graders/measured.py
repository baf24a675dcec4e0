"""Asks one check in a child of its own and measures what that costs."""

from dataclasses import replace

from graders.answer import Answer
from graders.asking import ask
from graders.box import BoxTask, Sandbox, Step
from graders.cost import Cost
from graders.hearing import DeadlyImports

COPIES = 3
"""A child holds what it is sent as one message, cut up, and as files."""


def ask_measured(sandbox: Sandbox, task: BoxTask, step: Step, deadly: DeadlyImports) -> Answer:
    """The answer to one of a task's steps, asked alone, with its cost. Raises SandboxFault.

    Only the exercise that the step needs is sent. What the files of handin and exercise take up is no
    part of the cost: the reference's are others.
    """
    exercise = task.exercises[step.problem]
    alone = replace(task, steps=(step,), exercises={step.problem: exercise})
    [(_, answer)] = ask(sandbox, alone, lambda _step, _answer: True, deadly)
    sent = sum(map(len, (*task.files.values(), *exercise.files.values())))
    held = max(1, answer.peak_bytes - COPIES * sent) if answer.peak_bytes else 0
    answer.cost = Cost(answer.seconds, held)
    return answer
