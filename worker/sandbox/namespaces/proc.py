"""The /proc that our own code in a box sees; a handin sees none.

A fresh one shows the processes of its box alone. But the kernel lets nobody mount a fresh one while a part
of the old one is covered, since it would show what somebody hid: in a container that has a GPU, NVIDIA's
toolkit always covers /proc/driver/nvidia/params. There boxes are shown the worker's own instead, whose
`self` is right for whoever asks.
"""

import subprocess
from functools import cache

from worker.sandbox.namespaces.own_python import own_python

_PLACE = "/proc"


@cache
def fresh_is_allowed() -> bool:
    """Whether a box here may mount a /proc of its own; tried once, for the kernel tells only who tries."""
    return subprocess.run(own_python("fresh_proc"), capture_output=True, env={}).returncode == 0


def proc_walls(written: bool) -> list[str]:
    """What bubblewrap is told of /proc. written: whether our own code in the box writes there."""
    if fresh_is_allowed():
        return ["--proc", _PLACE]
    return ["--bind" if written else "--ro-bind", _PLACE, _PLACE]
