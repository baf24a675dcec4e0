"""Watching one child: its frames become events, its deadlines are kept, its end gets a name.

Every box that starts a process for a task watches it this way, whatever the box is made of. It gives the
read ends of two pipes, a descriptor that becomes readable when the child has ended, and two calls.
"""

import os
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from graders.box import Began, BoxTask, End, Ended, Event, Used
from graders.errors import BadAnswer, SandboxFault
from graders.frames import AnsweredTooMuch, FrameReader, PrintedTooMuch
from graders.text import plain_text
from worker.sandbox.patience import Patience

START_SECONDS = 60.0
"""How long a child may take until its first step begins. Until then only our code runs in it."""
LEAVE_SECONDS = 1.0
"""How long a child that has closed its pipe may take to be gone."""
LAST_WORDS = 4000
"""Bytes kept of what a child wrote past Python to its standard descriptors."""
CHUNK = 1 << 18
"""Bytes read at once."""


@dataclass(frozen=True)
class Exit:
    """How a process ended: its wait status as os.wait gives it, and what it used, by the kernel's count.

    memory_kills: how many kills for want of memory were counted while it ran, by its control group or by
    the machine; None where nobody counts, or where the process could have sent SIGKILL to itself.
    """

    status: int
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    memory_kills: int | None = None


@dataclass(frozen=True)
class Child:
    """A started child.

    frames, output: read ends of its pipes. ended: becomes readable when it has ended (a pidfd). kill:
    kills it with all its processes, and does no harm later. wait: waits for its end. cpu_seconds: the
    limit on processor time that it was given. ancestor: a pidfd of a process that it descends from; -1 where
    `ended` serves as one, or where there is none.
    """

    frames: int
    output: int
    ended: int
    kill: Callable[[], None]
    wait: Callable[[], Exit]
    cpu_seconds: float = float("inf")
    ancestor: int = -1


def watch(task: BoxTask, child: Child) -> Iterator[Event]:
    """Yield a child's events until it has ended; the last is `Ended`. It is dead then, whatever happens.

    Raises SandboxFault when it ended before its first step began, for until then it ran only our code.
    The caller closes the descriptors.
    """
    watcher = Watcher(task, child)
    try:
        yield from watcher.events()
    finally:
        child.kill()
        exited = child.wait()
    yield watcher.describe(exited)


class Watcher:
    """One child while it runs."""

    def __init__(self, task: BoxTask, child: Child) -> None:
        self._task = task
        self._child = child
        self._patience = Patience(child.ended if child.ancestor < 0 else child.ancestor)
        self._reader = FrameReader(task)
        self._started = monotonic()
        self._deadline = self._started + START_SECONDS
        self._why: tuple[End, str] | None = None
        self._gone = False
        self._written = 0
        self._last_words = b""

    def events(self) -> Iterator[Event]:
        """Yield events until the child is done, has ended, or must be ended."""
        poll = self._poll()
        while not self._settled:
            left = max(0.0, self._deadline - monotonic())
            ready = {descriptor for descriptor, _ in poll.poll(left * 1000)}
            if self._child.output in ready and not self._read_output():
                poll.unregister(self._child.output)
            if self._child.frames in ready:
                yield from self._read_frames()
            elif self._child.ended in ready:
                # What it wrote last may have come between the two looks that one poll takes.
                self._gone = not select.select([self._child.frames], [], [], 0)[0]
            if not self._settled and monotonic() >= self._deadline:
                self._end_or_wait()

    def describe(self, exited: Exit) -> Ended:
        """The last event of a child that is dead."""
        while self._read_output():
            continue
        words = plain_text(self._last_words.decode("utf-8", "replace"))
        used = Used(monotonic() - self._started, exited.cpu_seconds, exited.peak_bytes)
        if self._reader.done:
            return Ended(End.DONE, output=words, used=used)
        how, detail = self._why or name_exit(exited, self._child.cpu_seconds)
        if self._reader.step < 0:
            raise SandboxFault(
                f"A child ended before its first check began ({how}: {detail}). {words}".strip()
            )
        return Ended(how, self._reader.running, detail, words, used)

    def _poll(self) -> "select.poll":
        poll = select.poll()
        for descriptor in (self._child.frames, self._child.output, self._child.ended):
            poll.register(descriptor, select.POLLIN)
        os.set_blocking(self._child.frames, False)
        os.set_blocking(self._child.output, False)
        return poll

    @property
    def _settled(self) -> bool:
        """Whether it is known how the child ends."""
        return self._reader.done or self._gone or self._why is not None

    @property
    def _wall_seconds(self) -> float:
        step = self._reader.step
        return self._task.steps[step].wall_seconds if step >= 0 else START_SECONDS

    def _end_or_wait(self) -> None:
        """A step's time is over: end it, unless it was the machine that took so long."""
        wall_seconds = self._wall_seconds
        if self._patience.lasts(wall_seconds, unread=bool(select.select([self._child.frames], [], [], 0)[0])):
            self._deadline = monotonic() + wall_seconds
        else:
            self._why = End.WALL, f"ran longer than {wall_seconds:g} seconds"

    def _read_frames(self) -> Iterator[Event]:
        chunk = os.read(self._child.frames, CHUNK)
        if not chunk:
            self._leave()
        try:
            for event in self._reader.feed(chunk):
                heard = monotonic()
                if isinstance(event, Began):
                    self._deadline = heard + self._wall_seconds
                    self._patience.begin()
                yield event
                # Whoever takes the events may take time over them: it is not the child's.
                self._deadline += monotonic() - heard
        except AnsweredTooMuch as error:
            self._why = End.ANSWER, str(error)
        except PrintedTooMuch as error:
            self._why = End.PRINTED, str(error)
        except BadAnswer as error:
            self._why = End.NONSENSE, str(error)

    def _leave(self) -> None:
        """The pipe is closed: the child is on its way out, or pretends to be."""
        self._gone = True
        if not select.select([self._child.ended], [], [], LEAVE_SECONDS)[0]:
            self._why = End.NONSENSE, "closed its channel to the grader"

    def _read_output(self) -> bool:
        """Read some of what was written past Python; says whether there may be more."""
        try:
            chunk = os.read(self._child.output, CHUNK)
        except BlockingIOError:
            return False
        self._written += len(chunk)
        self._last_words = (self._last_words + chunk)[-LAST_WORDS:]
        if self._written > self._task.limits.printed_mb << 20:
            self._why = self._why or (End.PRINTED, f"printed more than {self._task.limits.printed_mb} MB")
            return False
        return bool(chunk)


def name_exit(exited: Exit, cpu_limit: float) -> tuple[End, str]:
    """How a child ended that we did not kill. Raises SandboxFault where somebody else did.

    SIGKILL is the kernel's then, for one of two reasons, or that of a person or program on this machine.
    """
    if os.WIFEXITED(exited.status):
        return End.EXIT, f"exit status {os.WEXITSTATUS(exited.status)}"
    number = os.WTERMSIG(exited.status)
    if number == signal.SIGXCPU or (number == signal.SIGKILL and exited.cpu_seconds > cpu_limit - 1):
        return End.CPU, f"used more than {cpu_limit:g} seconds of processor time"
    if number != signal.SIGKILL:
        return End.SIGNAL, _signal_name(number)
    if exited.memory_kills is None:
        return End.MEMORY, "killed by the kernel, most likely for memory"
    if exited.memory_kills == 0:
        raise SandboxFault("A child was killed from outside its box, and not for memory.")
    return End.MEMORY, "killed by the kernel, for memory"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
