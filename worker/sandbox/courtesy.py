"""Who hands in or reads goes before what is graded, where both want the same processors.

A grading waits in line anyway; a person looks on. So boxes have a third of the weight that others have: they
hold nobody up, and get on beside whatever else the machine does. A box with a control group has the weight
there. Without one, Linux weighs sessions against one another, and niceness only within each: so it is the
session that is made nice, a box's and the worker's.

Source: sched(7), "The autogroup feature".
"""

import os
import time
from pathlib import Path

WEIGHT = 1 / 3
"""Of what others have."""
NICENESS = 5
"""What comes to that: each step is a quarter less."""
_AGAIN_SECONDS = 0.1
"""From ordinary users the kernel takes one such wish in this time, of all of them together."""
_TRIES = 5


def let_others_go_first(pid: int, tries: int = 1) -> bool:
    """Make the session of a process nice, and so everything in it. Returns whether the kernel took it."""
    session = Path(f"/proc/{pid}/autogroup")
    for again in range(tries):
        if again:
            time.sleep(_AGAIN_SECONDS)
        try:
            session.write_text(str(NICENESS), encoding="ascii")
        except BlockingIOError:
            continue
        except OSError:  # there are no such groups, or it is somebody else's
            return False
        return True
    return False


def go_last() -> bool:
    """The same for this process, where its session is its own and not a shell's with all that runs there."""
    return os.getsid(0) == os.getpid() and let_others_go_first(os.getpid(), _TRIES)
