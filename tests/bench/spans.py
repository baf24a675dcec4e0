"""Where the time of one thread goes: every moment of it belongs to the innermost span that is open.

Spans are laid around functions from outside, by putting a timed one in each one's place for a while, so that
the code that is measured knows nothing of it. Time that no span covers is the rest; so the parts of a whole
add up to it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import get_ident
from time import perf_counter
from typing import Any
from unittest.mock import patch

REST = "the rest of the engine"


class Spans:
    """Seconds by span, of the thread that makes this; what other threads do in spans is not counted."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.seconds: Counter[str] = Counter()
        self._clock = clock
        self._open = [REST]
        self._since = 0.0
        self._thread = get_ident()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that is to be told apart."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._turn()

    @contextmanager
    def span(self, name: str) -> Iterator[None]:
        """Some of it; within another span it is taken out of that."""
        if get_ident() != self._thread:
            yield
            return
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, in a span."""

        def timed(*arguments: Any, **words: Any) -> Any:
            with self.span(name):
                return function(*arguments, **words)

        return timed

    @contextmanager
    def laid(self, functions: dict[str, list[tuple[Any, str]]]) -> Iterator[None]:
        """Every function (as its place and its name there) in a span of that name, for a while."""
        with ExitStack() as stack:
            for name, places in functions.items():
                for place, attribute in places:
                    timed = self.around(name, getattr(place, attribute))
                    stack.enter_context(patch.object(place, attribute, timed))
            yield

    def _turn(self) -> None:
        """What has passed since the last turn belongs to the innermost span."""
        now = self._clock()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now
