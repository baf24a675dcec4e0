"""An alarm shortly before a step's time is up, so that a student learns where their loop spins."""

import contextlib
import signal
from types import FrameType

from graders.inside.errors import END_FRAMES, Frame, show_frame
from graders.inside.frames import RAISED, Fields, FrameWriter
from graders.inside.output import StandardStreams
from graders.inside.tree import Tree

SHARE = 0.9
"""The part of a step's wall time after which it rings."""


class Alarm:
    """Tells the outside where the student's code is; the outside kills the child soon after.

    A handin can silence it, and code that never returns from C does not hear it. Then the step is
    killed all the same, only without a place.
    """

    def __init__(self, tree: Tree, writer: FrameWriter, streams: StandardStreams) -> None:
        self._tree = tree
        self._writer = writer
        self._streams = streams
        self._seconds = 0.0

    def start(self, wall_seconds: float) -> None:
        """Ring when SHARE of the time is over."""
        self._seconds = wall_seconds * SHARE
        signal.signal(signal.SIGALRM, self._ring)
        self._set(self._seconds)

    def stop(self) -> None:
        """Do not ring."""
        self._set(0)

    def _set(self, seconds: float) -> None:
        with contextlib.suppress(OSError):  # a box may deny timers
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _ring(self, _signal: int, frame: FrameType | None) -> None:
        if self._writer.lock.locked():
            return  # the interrupted code holds the lock that we would wait for
        self._streams.pass_on()
        fields: Fields = {
            "kind": "exception",
            "type_name": "TimeoutError",
            "message": f"still running after {self._seconds:g} seconds",
            "frames": self._place(frame),
        }
        self._writer.tell(RAISED, fields)

    def _place(self, frame: FrameType | None) -> list[Frame]:
        """The innermost of the student's frames, outermost first."""
        frames: list[Frame] = []
        while frame is not None and len(frames) < END_FRAMES:
            if path := self._tree.name(frame.f_code.co_filename):
                frames.append(show_frame(path, frame.f_lineno, frame.f_code.co_qualname, self._tree))
            frame = frame.f_back
        return frames[::-1]
