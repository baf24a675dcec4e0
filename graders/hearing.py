"""Hearing one child: its events become an answer for each step that it got to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import cast

from graders.answer import Answer
from graders.arrays import read_array
from graders.box import Began, End, Ended, Event, Finished, Loading, Printed, Raised, Sent, Withheld
from graders.errors import BadAnswer

MAX_PRINTED = 25_000
"""Characters of what a step printed that are kept."""
DEATHS = 2
"""An import that has ended so many children is not begun again."""


@dataclass
class DeadlyImports:
    """Files of one handin whose import ended a child, and what was heard then."""

    heard: dict[str, list[Answer]] = field(default_factory=dict)

    def record(self, path: str, answer: Answer) -> None:
        """The import of a file ended the child that answered so."""
        self.heard.setdefault(path, []).append(answer)

    def verdict(self, path: str) -> Answer | None:
        """What every check shall be told that would import the file; None while there is hope."""
        heard = self.heard.get(path, [])
        return heard[-1] if len(heard) >= DEATHS else None


def hear(events: Iterator[Event], deadly: DeadlyImports) -> Iterator[Answer]:
    """Yield the answers of a child's steps in order, each when it is complete.

    Ends with the child, or before a file is imported that is known to be deadly; the last answer says
    then what came of that import before.
    """
    hearing = _Hearing(deadly)
    for event in events:
        if isinstance(event, (Began, Ended)) and hearing.answer:
            if isinstance(event, Ended):
                hearing.end(event)
            yield hearing.complete()
        if isinstance(event, Began):
            hearing.begin(event.step)
        elif isinstance(event, Loading):
            hearing.load(event)
        elif hearing.answer:
            note(event, hearing.answer)
        if hearing.stopped:
            yield hearing.complete()
            return


class _Hearing:
    """The step that a child is at."""

    def __init__(self, deadly: DeadlyImports) -> None:
        self.answer: Answer | None = None
        self.stopped = False
        self._deadly = deadly
        self._began = 0.0
        self._loading: dict[str, None] = {}  # in order; looked up by path, however many there are

    def begin(self, step: int) -> None:
        """A step begins."""
        self.answer, self._began, self._loading = Answer(alone=step == 0), monotonic(), {}

    def complete(self) -> Answer:
        """The step is over."""
        answer = cast(Answer, self.answer)
        answer.seconds = monotonic() - self._began
        self.answer = None
        return answer

    def load(self, event: Loading) -> None:
        """The import of a file begins or has ended; imports nest."""
        if event.done:
            self._loading.pop(event.path, None)
        else:
            self._loading[event.path] = None
            self._stop_before(event.path)

    def end(self, ended: Ended) -> None:
        """The child ended while the step ran, unless it was done."""
        answer = cast(Answer, self.answer)
        answer.peak_bytes = ended.used.peak_bytes
        if ended.how is End.DONE or answer.finished:
            return
        answer.ended, answer.ended_after = ended, monotonic() - self._began
        if self._loading and answer.alone:
            self._deadly.record(next(reversed(self._loading)), answer)

    def _stop_before(self, path: str) -> None:
        known = self._deadly.verdict(path)
        if known and self.answer:
            self.stopped = True
            self.answer.raised, self.answer.ended, self.answer.alone = known.raised, known.ended, True
            self.answer.ended_after = known.ended_after


def note(event: Event, answer: Answer) -> None:
    """Write down what a step said; arrays must pass the gate."""
    match event:
        case Printed(_, text):
            answer.printed = (answer.printed + text)[:MAX_PRINTED]
        case Sent(_, case, name, npy, read_from):
            try:
                answer.arrays[case, name] = read_array(npy)
                if read_from:
                    answer.read_from[case, name] = read_from
            except BadAnswer as error:
                answer.refused[case, name] = str(error)
        case Withheld(_, case, name):
            answer.withheld[case, name] = event
        case Raised():
            answer.raised = event
        case Finished(_, changed, lent):
            # An alarm that rang shortly before was a false one.
            answer.finished, answer.raised, answer.changed, answer.lent = True, None, changed, lent
