"""Who hands in or reads goes before what is graded, where both want the same processors.

A grading waits in line anyway; a person looks on. Linux weighs sessions against one another, and niceness
only within each of them; so it is the session that is made nice. Where processors are shared out among
control groups (containers, units of systemd), those weigh instead, and this changes nothing.

Source: sched(7), "The autogroup feature".
"""

import os
import time
from pathlib import Path

NICENESS = 5
"""A third of the weight that others have: they hardly wait, and gradings get on beside whatever else runs."""
_AGAIN_SECONDS = 0.1
"""From ordinary users the kernel takes one such wish in this time, of all of them together."""
_TRIES = 5


def let_others_go_first(pid: int) -> bool:
    """Make the session of a process nice, and so everything in it. Returns whether the kernel took it."""
    session = Path(f"/proc/{pid}/autogroup")
    for _ in range(_TRIES):
        try:
            session.write_text(str(NICENESS), encoding="ascii")
        except BlockingIOError:
            time.sleep(_AGAIN_SECONDS)
        except OSError:  # there are no such groups, or it is somebody else's
            return False
        else:
            return True
    return False


def go_last() -> bool:
    """The same for this process, where its session is its own and not a shell's with all that runs there."""
    return os.getsid(0) == os.getpid() and let_others_go_first(os.getpid())
