"""Where the milliseconds of one boxed grading go, as its own thread sees them.

While the child works, this thread waits for it or is at an answer that has come already: two processors
overlap, and what is told of the child is the time in which nobody else had anything to do.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from unittest.mock import patch

import graders.grading
import graders.hearing
from graders.box import Began, Event, Loading, Sandbox
from graders.frames import FrameReader
from graders.handin import read_handin
from graders.solutions import Solutions
from tests.bench.grading import Grader
from tests.bench.homework import Homework, archive_of
from tests.bench.spans import REST, Spans
from worker.sandbox.namespaces import sandbox as namespaces
from worker.sandbox.namespaces.account import Account
from worker.sandbox.namespaces.clone import Clone
from worker.sandbox.namespaces.nursery import Nursery
from worker.sandbox.reading import Watcher

GRADINGS = 40

READING = "reading the handin's archive"
CHILD = "waiting for a child"
SEALING = "closing its box"
LAYING = "the child: reads its task, lays out files"
IMPORTING = "the child: imports the handin"
STEPS = "the child: the checks themselves"
END = "the child's end"
GROUPS = "its control group"
GATE = "frames and arrays through the gate"
COMPARING = "comparing"
EXPLAINING = "reporting and explaining"
EXPECTED = "the reference's arrays, from the cache"
ENCODING = "writing down the task"
ORDER = (
    READING, EXPECTED, ENCODING, CHILD, SEALING, LAYING, IMPORTING, STEPS, END, GROUPS, GATE, COMPARING,
    EXPLAINING, REST,
)  # fmt: skip

SPANS: dict[str, list[tuple[Any, str]]] = {
    EXPECTED: [(Solutions, "solved")],
    ENCODING: [(namespaces, "encode_task")],
    CHILD: [(Nursery, "begin")],
    SEALING: [(Clone, "begin")],
    GROUPS: [(Account, "enter"), (Account, "bound"), (Account, "settle"), (Account, "close")],
    END: [(Clone, "close"), (Clone, "_kill"), (Clone, "_wait")],
    GATE: [(graders.hearing, "read_array")],
    COMPARING: [(graders.grading, "judge")],
    EXPLAINING: [(graders.grading, "report_check")],
}
"""What lies around which functions of the engine and of the default box."""


@dataclass(frozen=True)
class Breakdown:
    """Of one handin: seconds by part, each the median of many gradings, and of the whole.

    failed: how many of its checks do, diagnostics included. children: how many boxes one grading takes.
    """

    handin: str
    failed: int
    children: float
    parts: Mapping[str, float]
    whole: float


def break_down(homework: Homework, sandbox: Sandbox, gradings: int = GRADINGS) -> Iterator[Breakdown]:
    """Full marks, then half wrong, all checks as they are graded. sandbox: of the default kind."""
    for name, handin in (("full marks", homework.full_marks), ("half wrong", homework.half_wrong)):
        archive = archive_of(handin)
        grader = Grader(homework.task, handin, sandbox)
        taken = [_one(grader, archive, homework) for _ in range(gradings)]
        parts = {part: median(spans.seconds[part] for spans, _ in taken) for part in ORDER}
        whole = median(spans.seconds.total() for spans, _ in taken)
        yield Breakdown(name, grader.failed, median(children for _, children in taken), parts, whole)


def _one(grader: Grader, archive: bytes, homework: Homework) -> tuple[Spans, int]:
    spans, child = Spans(), _ChildsPart()
    with spans.laid(SPANS), child.watched(spans), spans.whole():
        with spans.span(READING):
            read_handin(archive, homework.task.wanted)
        grader.once()
    return spans, child.children


class _ChildsPart:
    """What the child is at while this thread waits for it, by the events that have come."""

    def __init__(self) -> None:
        self.children = 0
        self._at = LAYING
        self._loading = 0

    @contextmanager
    def watched(self, spans: Spans) -> Iterator[None]:
        """Waiting and reading belong to spans for a while."""
        poll_of, feed = Watcher._poll, FrameReader.feed

        def poll(watcher: Watcher) -> "_TimedPoll":
            self.children, self._at, self._loading = self.children + 1, LAYING, 0
            return _TimedPoll(poll_of(watcher), self, spans)

        def fed(reader: FrameReader, chunk: bytes) -> Iterator[Event]:
            events = feed(reader, chunk)
            while True:
                with spans.span(GATE):
                    event = next(events, None)
                if event is None:
                    return
                self._hear(event)
                yield event

        with patch.object(Watcher, "_poll", poll), patch.object(FrameReader, "feed", fed):
            yield

    @property
    def at(self) -> str:
        return IMPORTING if self._loading else self._at

    def _hear(self, event: Event) -> None:
        if isinstance(event, Began):
            self._at = STEPS
        elif isinstance(event, Loading):
            self._loading += -1 if event.done else 1


class _TimedPoll:
    """A poll whose waiting belongs to what the child is at."""

    def __init__(self, inner: Any, child: _ChildsPart, spans: Spans) -> None:
        self._inner, self._child, self._spans = inner, child, spans
        self.unregister = inner.unregister

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        with self._spans.span(self._child.at):
            return self._inner.poll(milliseconds)
