"""Spans: when a part of the work began and ended, and what it was a part of, for whoever traces it.

Nobody does unless `use` was called. The engine knows of no tracing library; `worker/telemetry.py` lends one
to whatever process is asked to send spans.

All that is done for one submission is one trace, and the trace's number is the submission's own. So any
process can join it, and nothing has to be carried through the database or a queue.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import blake2b
from typing import Protocol
from uuid import UUID

About = Mapping[str, str | int | float]
Carrier = Mapping[str, str]
"""Headers that say which span something belongs to (W3C Trace Context: traceparent, tracestate)."""


class Span(Protocol):
    """A part of the work that has begun."""

    def note(self, about: About) -> None:
        """Add what has become known of it."""
        ...

    def end(self, error: BaseException | None = None) -> None:
        """It has ended, well or with an error."""
        ...


class Tracing(Protocol):
    """Takes spans."""

    def start(self, name: str, about: About) -> Span:
        """Begin a span, a part of the one that the caller is within."""
        ...

    def within(self, span: Span) -> AbstractContextManager[object]:
        """What begins in the block is a part of this span."""
        ...

    def following(self, carrier: Carrier) -> AbstractContextManager[object]:
        """What begins in the block is a part of a span of another process; of none where it names none."""
        ...

    def carrier(self) -> dict[str, str]:
        """What names the span that the caller is within, for another process to follow."""
        ...


class Untraced:
    """Nobody traces: a span of nothing, and who takes it."""

    def note(self, about: About) -> None:
        """Forget it."""

    def end(self, error: BaseException | None = None) -> None:
        """Forget it."""

    def start(self, name: str, about: About) -> "Untraced":
        """The span of nothing."""
        return self

    def within(self, span: Span) -> AbstractContextManager[object]:
        """No change."""
        return nullcontext()

    def following(self, carrier: Carrier) -> AbstractContextManager[object]:
        """No change."""
        return nullcontext()

    def carrier(self) -> dict[str, str]:
        """Nothing."""
        return {}


UNTRACED = Untraced()
_tracing: Tracing = UNTRACED


def use(tracing: Tracing) -> None:
    """Give every span to this from now on."""
    global _tracing  # one for the process, as its log is
    _tracing = tracing


def start(name: str, about: About) -> Span:
    """Begin a span that the caller is not within: of a generator, whose reader is elsewhere in between."""
    return _tracing.start(name, about)


@contextmanager
def span(name: str, about: About) -> Iterator[Span]:
    """A span that lasts as long as the block; what begins in the block is a part of it."""
    begun = _tracing.start(name, about)
    try:
        with _tracing.within(begun):
            yield begun
    except BaseException as error:
        begun.end(error)
        raise
    begun.end()


def following(carrier: Carrier) -> AbstractContextManager[object]:
    """What begins in the block is a part of the span that another process named."""
    return _tracing.following(carrier)


def carrier() -> dict[str, str]:
    """Names the span that the caller is within, for a process that it sends something to."""
    return _tracing.carrier()


def trace_of(submission: str) -> dict[str, str]:
    """Names a submission's own trace, in any process, whether or not one has begun it."""
    try:
        number = UUID(submission)
    except ValueError:  # no number of ours, so that nothing is traced under it
        return {}
    parent = blake2b(number.bytes, digest_size=8).hexdigest()
    return {"traceparent": f"00-{number.hex}-{parent}-01"}
