"""What came of one check, and how it travels from the child to the runner."""

from __future__ import annotations

from typing import NamedTuple

PASSED, FAILED, OPEN = "passed", "failed", "open"
"""Open: it ran, and only the server knows whether the answer is right."""


class Frame(NamedTuple):
    """One line of a traceback, in the student's own file."""

    path: str
    line: int
    function: str
    source: str


class Outcome(NamedTuple):
    """The state of a check, the reasons why it failed, and where an exception came from."""

    state: str
    reasons: list[str]
    frames: list[Frame]

    @classmethod
    def failed(cls, *reasons: str) -> Outcome:
        """A failure for these reasons."""
        return cls(FAILED, list(reasons), [])

    @classmethod
    def read(cls, told: list[object]) -> Outcome:
        """The outcome in a line of JSON that the child wrote."""
        state, reasons, frames = told
        assert isinstance(reasons, list)
        assert isinstance(frames, list)
        return cls(str(state), reasons, [Frame(*frame) for frame in frames])
