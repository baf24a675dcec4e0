"""What a task's child may use, whatever its box is made of."""

import math

from graders.box import BoxTask
from worker.sandbox.namespaces.inside.allowance import Allowance

_MEGABYTE = 1 << 20
_PAGE = 4096
_CPU_SLACK = 5


def allowance_of(task: BoxTask, message_size: int) -> Allowance:
    """What a child may use on top of what it is sent, which it holds as one message, cut up, and on disk.

    A handin that is large must not find its box too small, or its student could make our boxes fail.
    """
    seconds = sum(step.wall_seconds for step in task.steps)
    on_disk = sum(len(content) + _PAGE for content in task.files.values())
    return Allowance(
        memory=task.limits.memory_mb * _MEGABYTE + 2 * message_size,
        cpu_seconds=math.ceil(seconds) + _CPU_SLACK,
        files=task.limits.files_mb * _MEGABYTE + on_disk,
    )
