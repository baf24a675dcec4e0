"""The port between the grading engine and the boxes that run untrusted code.

The engine hands a `BoxTask` to a `Sandbox` and reads events, in order, until `Ended`. One task is one
child: a fresh process in a fresh box that runs the steps one after another and is then gone. Whatever
an event carries was written by untrusted code; it is a claim, bounded in size and nothing more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from graders.problem import Limits


@dataclass(frozen=True)
class Step:
    """One check to exercise. `seed` draws its inputs and never depends on the student.

    seeds, cases: how many times and for which cases it is asked (see `graders/inside/rounds.py`).
    unchanged: the check insists on its inputs, so that the child is to say what became of them.
    """

    problem: str
    check: str
    seed: int
    wall_seconds: float
    seeds: int = 1
    cases: tuple[str, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True)
class Exercise:
    """What a box must know of one problem to exercise its checks.

    source: the text of exercise.py. path: folders of the handin that go on the module search path.
    aliases: a path → names accepted in its place. files: read-only data, path → bytes.
    """

    source: str
    path: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class BoxTask:
    """One child's work: a handin, the exercises by problem, and the steps in order.

    context: send arrays whose names start with an underscore too (the engine asks the reference for
    them; of a student they are never wanted).
    """

    runtime: str
    device: str
    files: Mapping[str, bytes]
    exercises: Mapping[str, Exercise]
    steps: tuple[Step, ...]
    limits: Limits
    context: bool = False


@dataclass(frozen=True)
class Began:
    """Step number `step` (an index into the task's steps) began. Steps begin once each, in order."""

    step: int


@dataclass(frozen=True)
class Loading:
    """The step began (or, with done, finished) importing this file of the handin."""

    step: int
    path: str
    done: bool = False


@dataclass(frozen=True)
class Printed:
    """Text that the student's code printed during a step."""

    step: int
    text: str


@dataclass(frozen=True)
class Sent:
    """An array that a step answered, as the bytes of a .npy file. `case` is "" for a single case.

    read_from: the type of what was answered, where that was a list, a tuple or a number; "" for an array.
    """

    step: int
    case: str
    name: str
    npy: bytes
    read_from: str = ""


@dataclass(frozen=True)
class Withheld:
    """An answer that could not be sent as an array: what it was instead.

    kind: "type" (not an array), "subclass" (not exactly np.ndarray), "object" (dtype object or a
    structured dtype), "gigantic" (larger than the task's answer_mb).
    """

    step: int
    case: str
    name: str
    kind: str
    type_name: str
    dtype: str = ""
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class StudentFrame:
    """One frame of a traceback, in the handin's own files."""

    path: str
    line: int
    function: str
    source: str


@dataclass(frozen=True)
class Raised:
    """The step ended in an exception. frames: the student's own, outermost first, possibly none.

    kind: "missing-file", "missing-name" (a module lacks a class or function that the exercise needs),
    "import" (importing the handin raised), or "exception".
    """

    step: int
    kind: str
    type_name: str
    message: str
    frames: tuple[StudentFrame, ...] = ()


@dataclass(frozen=True)
class Finished:
    """The step answered in full. changed: names of lent inputs that the student's code wrote into.

    lent: of a step that insists on its inputs, by name the digest of what became of them.
    """

    step: int
    changed: tuple[str, ...] = ()
    lent: Mapping[str, str] = field(default_factory=dict)


class End(StrEnum):
    """How a child ended."""

    DONE = "done"  # said that it had run every step
    EXIT = "exit"  # left before it had, by itself
    SIGNAL = "signal"  # killed itself: a segmentation fault, an abort
    WALL = "wall"  # killed by us: a step ran longer than its wall time
    CPU = "cpu"  # the kernel's limit on processor time
    MEMORY = "memory"  # killed for memory
    PRINTED = "printed"  # killed by us: printed more than the limit
    ANSWER = "answer"  # killed by us: answered with more than the limit
    NONSENSE = "nonsense"  # killed by us: wrote frames that are no frames


@dataclass(frozen=True)
class Used:
    """What a child used, measured from outside it; 0 where nobody measures.

    wall_seconds: from its job to its end. cpu_seconds: of all its processes. peak_bytes: memory beyond
    what its box holds anyway, files in memory included where a control group counts them.
    """

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True)
class Ended:
    """The last event. step: the one that was running (or -1); detail: exit status, signal name, reason.

    output: what the process wrote to its standard descriptors past Python (a C library's last words),
    bounded. used: no part of what two runs are compared by.
    """

    how: End
    step: int = -1
    detail: str = ""
    output: str = ""
    used: Used = field(default=Used(), compare=False)


Event = Began | Loading | Printed | Sent | Withheld | Raised | Finished | Ended


class Sandbox(Protocol):
    """Runs tasks, each in a box of its own."""

    @property
    def kind(self) -> str:
        """The box kind a report names: "namespaces", "bwrap-exec", "docker", or "bare" for none at all."""
        ...

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh child and yield its events; the last is always `Ended`.

        Closing the iterator early kills the child. Raises SandboxFault when the box itself fails.
        Safe to call from several threads at once.
        """
        ...
